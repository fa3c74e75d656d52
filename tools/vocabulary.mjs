/*
 * Writes the table from token number to text that the speech recogniser needs: one
 * token a line, line n for token n - 1, as SentencePiece writes them (a low bar-like mark
 * for a space, <0xNN> for a byte).
 *
 *     node tools/vocabulary.mjs OUT
 *
 * Moonshine uses the 32,000 pieces of the Llama tokenizer; the npm package that carries
 * them is pinned by hash in tools/hashes.txt.
 */
import { writeFileSync } from "node:fs";
import tokenizer from "../node_modules/llama-tokenizer-js/llama-tokenizer.js";

const pieces = tokenizer.vocabById;
if (pieces.length !== 32000 || pieces.some((piece) => piece.includes("\n")))
    throw new Error("llama-tokenizer-js does not hold the 32,000 pieces expected; reinstall it");
writeFileSync(process.argv[2], pieces.join("\n") + "\n");

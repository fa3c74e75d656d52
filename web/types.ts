/* The consultation as src/app/consult_json.c writes it. Spans are byte offsets. */

export interface Span {
  at: number;
  n: number;
}

export interface Turn extends Span {
  speaker: "clinician" | "patient" | "other" | "unknown";
  p: number | null;
  from: number | null;
  to: number | null;
  confidence: number | null;
}

export interface Evidence {
  status: string;
  by: string;
  rule: string;
  said: Span | null;
  question: Span | null;
  weight: number | null;
}

export interface Finding {
  i: number;
  id: string;
  name: string;
  class: string;
  status: string;
  conflict: boolean;
  certainty: number | null;
  side: string;
  duration: string;
  severity: string;
  frequency: string;
  evidence: Evidence[];
}

export interface Medication {
  name: string;
  class: string;
  dose: string;
  frequency: string;
  status: string;
  said: Span | null;
}

export interface Bar {
  kind: "risk" | "present" | "absent" | "not_mentioned" | "cluster";
  finding: string;
  label: string;
  given: string;
  db: number | null;
  loo: number | null;
  source: number | null;
  finding_index: number | null;
}

export interface Hypothesis {
  rank: number;
  condition: string | null;
  name: string;
  article?: string;
  harm?: number;
  level?: number;
  p: number;
  low: number;
  high: number;
  prior: number;
  prior_db: number | null;
  posterior_db: number | null;
  sure: string;
  first_in: number;
  draws: number;
  band: "likely" | "consider" | "must_not_miss" | "folded";
  because?: string;
  but?: string;
  would_change?: string;
  if_cured?: string;
  how_sure?: string;
  not_considered?: string;
  bars: Bar[];
}

export interface Question {
  finding: string;
  name: string;
  ask: string;
  because: string;
  gain_bits: number | null;
  p_yes: number | null;
  first_if_yes?: string;
  first_if_no?: string;
  red_flag: boolean;
}

export interface Fired {
  say: string;
  level: number;
  source: number | null;
}

export interface Triage {
  level: number;
  known: boolean;
  name: string;
  because: string;
  fired: Fired[];
}

export interface Row {
  id: string;
  kind: string;
  fate: "fired" | "refused" | "undecided";
  say: string;
  patient: string;
  because: string;
  level: number;
  source: number | null;
  missing: string[];
}

export interface Walk {
  id: string;
  title: string;
  scope: string;
  applies: boolean;
  level: number;
  ask_words?: string;
  rows: Row[];
}

export interface Witness {
  kind: "said" | "knowledge" | "reasoning" | "typed";
  said?: Span | null;
  question?: Span | null;
  source?: number | null;
  condition?: string;
}

export interface Sentence {
  text: string;
  suggestion: boolean;
  check: boolean;
  witnesses: Witness[];
}

export interface Section {
  id: string;
  title: string;
  sentences: Sentence[];
}

export interface Source {
  i: number;
  grade?: string;
  grade_text?: string;
  estimate?: boolean;
  value?: number | null;
  low?: number | null;
  high?: number | null;
  why?: string;
  by?: string;
  file?: string;
  line?: number;
  key?: string;
  title?: string;
  authors?: string;
  published?: string;
  year?: number;
  doi?: string;
  url?: string;
  read?: string;
  what?: string;
  taken?: string[];
}

export interface Consult {
  kb: string;
  version: string;
  name: string;
  patient: { age: number | null; sex: string };
  timing?: Record<string, number | null>;
  transcript: { kind: "speech" | "dialogue" | "prose"; text: string; turns: Turn[] };
  findings: Finding[];
  medications: Medication[];
  unmatched: (Span & { text: string })[];
  differential: {
    hypotheses: Hypothesis[];
    questions: Question[];
    triage: Triage;
  };
  guidance: Walk[];
  note: { profile: string; text: string; sections: Section[] };
  sources: Source[];
  basis: {
    intended_use: string;
    method: string[];
    limits: string[];
    missing: string[];
    estimates: number;
    measured: number;
  };
}

# Outside libraries, each behind one imported target. Which folder may include which
# header is the table in cmake/foreign.txt.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(foreign_pkg target)
  pkg_check_modules(${target}_pkg REQUIRED IMPORTED_TARGET ${ARGN})
  add_library(${target} INTERFACE)
  target_link_libraries(${target} INTERFACE PkgConfig::${target}_pkg)
endfunction()

foreign_pkg(foreign_jansson jansson)
foreign_pkg(foreign_utf8proc libutf8proc)
foreign_pkg(foreign_websockets libwebsockets)
foreign_pkg(foreign_sndfile sndfile)
foreign_pkg(foreign_soxr soxr)
foreign_pkg(foreign_libav libavformat libavcodec libavutil)
foreign_pkg(foreign_sodium libsodium)
foreign_pkg(foreign_seccomp libseccomp)
foreign_pkg(foreign_yaml yaml-0.1)
if(AUSCULT_TESTS)
  foreign_pkg(foreign_cmocka cmocka)
endif()

# Debian ships these without a pkg-config file.
add_library(foreign_stemmer INTERFACE)
target_link_libraries(foreign_stemmer INTERFACE stemmer)
add_library(foreign_cmark INTERFACE)
target_link_libraries(foreign_cmark INTERFACE cmark-gfm-extensions cmark-gfm)

# SQLite with page encryption, compiled once from the npm package's single source file
# (tools/setup puts the library into build/deps, so every preset shares it).
set(AUSCULT_DEPS "${PROJECT_SOURCE_DIR}/build/deps")
add_library(foreign_sqlite INTERFACE)
target_include_directories(foreign_sqlite SYSTEM INTERFACE
  "${AUSCULT_NODE_MODULES}/better-sqlite3-multiple-ciphers/deps/sqlite3")
target_link_libraries(foreign_sqlite INTERFACE "${AUSCULT_DEPS}/libsqlite3mc.a" Threads::Threads m)

# ONNX Runtime: the library of one npm package, the C header of another.
add_library(foreign_onnxruntime INTERFACE)
target_include_directories(foreign_onnxruntime SYSTEM INTERFACE
  "${AUSCULT_NODE_MODULES}/@siteed/sherpa-onnx.rn/prebuilt/include/onnxruntime")
target_link_libraries(foreign_onnxruntime INTERFACE "${AUSCULT_DEPS}/lib/libonnxruntime.so")

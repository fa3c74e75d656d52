# One function makes a module: a static library per folder of src/, its public headers
# compiled alone, its tests linked with nothing but what it declares.
#
#   house_module(reason DEPENDS base term kb [FOREIGN jansson])
#
# DEPENDS  modules it may use; each must be declared above it, so there are no cycles
# FOREIGN  imported targets of outside libraries; only this folder may include their
#          headers (cmake/foreign.txt, checked by tools/check_layers.py)
# TEST_DEPENDS  modules that only its tests use

set(HOUSE_LAYERS "${CMAKE_BINARY_DIR}/layers.txt")
file(WRITE "${HOUSE_LAYERS}" "")

function(house_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;FOREIGN;TEST_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.c")
  file(GLOB headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.h")
  foreach(dependency ${ARG_DEPENDS})
    if(NOT TARGET ${dependency})
      message(FATAL_ERROR "${name} depends on ${dependency}, which is not declared above it")
    endif()
  endforeach()
  string(REPLACE ";" " " line "${name}: ${ARG_DEPENDS}")
  file(APPEND "${HOUSE_LAYERS}" "${line}\n")

  # A module that a later issue fills has headers and no sources.
  if(sources)
    add_library(${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${name} PRIVATE house_flags ${ARG_FOREIGN})
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(${name} ${scope} ${ARG_DEPENDS})
  if(headers)
    target_sources(${name} ${scope} FILE_SET HEADERS
      BASE_DIRS "${PROJECT_SOURCE_DIR}/src" FILES ${headers})
    set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
  target_include_directories(${name} ${scope} "${PROJECT_SOURCE_DIR}/src")
  house_tests(${name} ${ARG_DEPENDS} ${ARG_TEST_DEPENDS})
endfunction()

# tests/<module>/<file>_test.c: each one program, run by CTest from the source folder.
function(house_tests module)
  if(NOT AUSCULT_TESTS)
    return()
  endif()
  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${module}/*_test.c")
  foreach(test ${tests})
    get_filename_component(stem "${test}" NAME_WE)
    set(target "${module}_${stem}")
    add_executable(${target} "${test}")
    target_link_libraries(${target} PRIVATE house_flags ${module} ${ARGN} harness)
    add_test(NAME ${module}/${stem} COMMAND ${target}
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(${module}/${stem} PROPERTIES LABELS unit TIMEOUT 900
      ENVIRONMENT "CMOCKA_MESSAGE_OUTPUT=TAP;AUSCULT_BUILD=${CMAKE_BINARY_DIR}")
  endforeach()
endfunction()

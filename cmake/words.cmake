# A word folder (docs: ARCHITECTURE.md) becomes at most three targets, told apart by file name alone:
#   <word>        the pure part: every .cpp that is not named below
#   <word>_edge   store*.cpp and api*.cpp: the word's SQL and routes
#   <word>_test   *_test.cpp, linked with both and run by ./test
# *_bench.cpp becomes <word>_bench; *_fuzz.cpp is built by the fuzz preset only.
#
# word(routing PURE base people contact EDGE edge_storage TEST rapidcheck)
function(word name)
  cmake_parse_arguments(W "" "" "PURE;EDGE;TEST" ${ARGN})
  file(GLOB all CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(pure ${all})
  set(edge ${all})
  set(tests ${all})
  set(benches ${all})
  list(FILTER pure EXCLUDE REGEX "/((store|api)[a-z_]*|[a-z0-9_]*_(test|bench|fuzz))\\.cpp$")
  list(FILTER edge INCLUDE REGEX "/(store|api)[a-z_]*\\.cpp$")
  list(FILTER edge EXCLUDE REGEX "_(test|bench|fuzz)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")

  if(pure)
    add_library(${name} STATIC ${pure})
    set(kind PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(kind INTERFACE)
  endif()
  target_include_directories(${name} ${kind} ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} ${kind} ${W_PURE})

  set(whole ${name})
  if(edge)
    add_library(${name}_edge STATIC ${edge})
    target_link_libraries(${name}_edge PUBLIC ${name} ${W_EDGE})
    list(APPEND whole ${name}_edge)
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${whole} ${W_TEST} GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # gtest's macros compare what the test wrote, signed with unsigned too. Tests run for moments, but to optimise them takes half of
    # the time in which they are compiled. What they test is optimised, but for what stands in headers, which the sanitizers' builds optimise.
    target_compile_options(${name}_test PRIVATE -Wno-sign-compare $<$<CONFIG:Release>:-O0>)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
  foreach(bench ${benches})
    get_filename_component(exe ${bench} NAME_WE)
    add_executable(${exe} ${bench})
    target_link_libraries(${exe} PRIVATE ${whole})
  endforeach()
endfunction()

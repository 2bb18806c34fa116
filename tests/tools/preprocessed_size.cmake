# SPDX-License-Identifier: BSL-1.0
# Run by CTest: preprocesses a header and fails where that gives more lines than LIMIT, or than
# PERCENT of those of two standard headers, <atomic> and <utility>. What a user waits for in each of
# his source files is mostly this number.
#   cmake -DHEADER=<...> -DLIMIT=<lines> -DCOMMAND=<compiler;flags> -P preprocessed_size.cmake
#   cmake -DHEADER=<...> -DPERCENT=<n> -DCOMMAND=<compiler;flags> -P preprocessed_size.cmake
cmake_minimum_required(VERSION 3.22)
get_filename_component(name "${HEADER}" NAME)

function(count_lines result file text)
  file(WRITE "${file}.cpp" "${text}")
  execute_process(COMMAND ${COMMAND} -E "${file}.cpp" -o "${file}.i" COMMAND_ERROR_IS_FATAL ANY)
  file(READ "${file}.i" text)
  string(REGEX MATCHALL "\n" lines "${text}")
  list(LENGTH lines count)
  set(${result} ${count} PARENT_SCOPE)
endfunction()

count_lines(count "${name}" "#include <${HEADER}>\n")
if(DEFINED PERCENT)
  count_lines(base "${name}.base" "#include <atomic>\n#include <utility>\n")
  math(EXPR LIMIT "${base} * ${PERCENT} / 100")
endif()
message(STATUS "${HEADER}: ${count} lines, at most ${LIMIT}")
if(count GREATER LIMIT)
  message(FATAL_ERROR "${HEADER} has become larger")
endif()

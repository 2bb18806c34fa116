# SPDX-License-Identifier: BSL-1.0
# Run by CTest: preprocesses a header and fails where that gives more lines than LIMIT. What a user
# waits for in each of his source files is mostly this number.
#   cmake -DHEADER=<...> -DLIMIT=<lines> -DCOMMAND=<compiler;flags> -P preprocessed_size.cmake
cmake_minimum_required(VERSION 3.22)
get_filename_component(name "${HEADER}" NAME)
file(WRITE "${name}.cpp" "#include <${HEADER}>\n")
execute_process(COMMAND ${COMMAND} -E "${name}.cpp" -o "${name}.i" COMMAND_ERROR_IS_FATAL ANY)
file(READ "${name}.i" text)
string(REGEX MATCHALL "\n" lines "${text}")
list(LENGTH lines count)
message(STATUS "${HEADER}: ${count} lines, at most ${LIMIT}")
if(count GREATER LIMIT)
  message(FATAL_ERROR "${HEADER} has become larger")
endif()

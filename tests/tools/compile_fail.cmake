# SPDX-License-Identifier: BSL-1.0
# cmake -DSOURCE=<file> -DCOMMAND=<compiler;flags> -P compile_fail.cmake
#
# The first line of the file is "// expect: <regex>" (CMake's regular expressions). Without -DFAIL
# the file must compile, or its failure would prove nothing (-DCONTROL=OFF: not asked again by a
# second compiler); with -DFAIL it must be refused, and in words that match.
cmake_minimum_required(VERSION 3.22)
file(STRINGS "${SOURCE}" expected LIMIT_COUNT 1)
if(NOT expected MATCHES "^// expect: (.+)$")
  message(FATAL_ERROR "${SOURCE}: the first line must be '// expect: <regex>'")
endif()
set(expected "${CMAKE_MATCH_1}")

if(NOT DEFINED CONTROL OR CONTROL)
  execute_process(COMMAND ${COMMAND} -fsyntax-only "${SOURCE}" COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${COMMAND} -fsyntax-only -DFAIL "${SOURCE}"
                RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE}: compiles with -DFAIL")
elseif(NOT output MATCHES "${expected}")
  message(FATAL_ERROR "${SOURCE}: the compiler does not say '${expected}':\n${output}")
endif()

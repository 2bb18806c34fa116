# SPDX-License-Identifier: BSL-1.0
# cmake "-DSOURCES=<file>;..." -DOUTPUT=<file> -P together.cmake
#
# Makes one source of several tests, each in a namespace of its own. Their headers come first: what a
# test includes inside of its namespace has been there, and its guard leaves it out. So is the setting
# that all of these tests make before their headers.
cmake_minimum_required(VERSION 3.22)
set(includes "")
set(bodies "")
foreach(source IN LISTS SOURCES)
  file(STRINGS "${source}" lines REGEX "^#include |^#define FFIGUARD_OBSERVE ")
  cmake_path(GET source PARENT_PATH directory)
  foreach(line IN LISTS lines)
    if(line MATCHES "^#include \"(.*)\"")
      set(header "${directory}/${CMAKE_MATCH_1}")
      if(EXISTS "${header}") # else -iquote finds it
        set(line "#include \"${header}\"")
      endif()
    endif()
    string(APPEND includes "${line}\n")
  endforeach()
  cmake_path(GET source STEM name)
  string(APPEND bodies "namespace file_${name} {\n#include \"${source}\"\n}\n")
endforeach()
set(old "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" old)
endif()
if(NOT old STREQUAL "${includes}${bodies}") # or all of them would be compiled again
  file(WRITE "${OUTPUT}" "${includes}${bodies}")
endif()

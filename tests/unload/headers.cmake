# SPDX-License-Identifier: BSL-1.0
# cmake -DINCLUDE_DIR=<dir> -P headers.cmake
#
# No header of ffiguard uses what pins a plugin by libstdc++'s fault, in code (comments may).
cmake_minimum_required(VERSION 3.22)
set(pinning "std::(make_shared|allocate_shared|regex|to_string|to_chars|map|unordered_map|nullopt|in_place)")
file(GLOB_RECURSE headers "${INCLUDE_DIR}/*.hpp")
foreach(header IN LISTS headers)
  file(STRINGS "${header}" found REGEX "^[^/]*${pinning}[^a-z_]")
  if(found)
    message(SEND_ERROR "${header} pins every plugin that uses it: ${found}")
  endif()
endforeach()

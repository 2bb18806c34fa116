# SPDX-License-Identifier: BSL-1.0
# cmake -DREADELF=<readelf> -DEXPECTED=<clean|pinning|hidden> -DOBJECTS=<files> -P symbols.cmake
#
# Looks in object files for default-visible STB_GNU_UNIQUE symbols that belong to namespace
# ffiguard: variables (_ZN..), static locals (_ZZN..) and their guards (_ZGVZN..). hidden:
# for calls of Java. The loader could replace them by those of another shared object, which do not
# know the critical views of this one. (Only clang 14 ignores the attribute at some functions.)
cmake_minimum_required(VERSION 3.22)
execute_process(COMMAND "${READELF}" --symbols --wide ${OBJECTS}
                OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
if(EXPECTED STREQUAL "hidden")
  set(call "(WEAK|GLOBAL) +DEFAULT +[0-9]+ (_ZNK?8ffiguard[^\n]*(12checked_call|3jni6method)I[^\n]*3run[^\n]*)")
  if(symbols MATCHES "${call}")
    message(FATAL_ERROR "another shared object may take this over:\n  ${CMAKE_MATCH_2}")
  endif()
  return()
endif()
string(REGEX MATCHALL "UNIQUE +DEFAULT +[0-9A-Z]+ _Z(GV)?Z*NK?8ffiguard[^\n]*" pinning "${symbols}")
string(REGEX REPLACE "UNIQUE +DEFAULT +[0-9A-Z]+ " "\n  " pinning "${pinning}")
if(EXPECTED STREQUAL "clean" AND pinning)
  message(FATAL_ERROR "these pin every plugin that uses them:${pinning}")
elseif(EXPECTED STREQUAL "pinning" AND NOT pinning)
  message(FATAL_ERROR "the symbol of pinned.cpp was not seen")
endif()

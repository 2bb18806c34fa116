# SPDX-License-Identifier: BSL-1.0
# cmake -DREADELF=<readelf> -DEXPECTED=<clean|pinning> -DOBJECTS=<files> -P symbols.cmake
#
# Looks in object files for default-visible STB_GNU_UNIQUE symbols that belong to namespace
# ffiguard: variables (_ZN..), static locals (_ZZN..) and their guards (_ZGVZN..).
cmake_minimum_required(VERSION 3.22)
execute_process(COMMAND "${READELF}" --symbols --wide ${OBJECTS}
                OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "UNIQUE +DEFAULT +[0-9A-Z]+ _Z(GV)?Z*NK?8ffiguard[^\n]*" pinning "${symbols}")
string(REGEX REPLACE "UNIQUE +DEFAULT +[0-9A-Z]+ " "\n  " pinning "${pinning}")
if(EXPECTED STREQUAL "clean" AND pinning)
  message(FATAL_ERROR "these pin every plugin that uses them:${pinning}")
elseif(EXPECTED STREQUAL "pinning" AND NOT pinning)
  message(FATAL_ERROR "the symbol of pinned.cpp was not seen")
endif()

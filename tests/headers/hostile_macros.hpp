// SPDX-License-Identifier: BSL-1.0
// What other people's headers define. Included behind the system headers, which owe nobody
// protection, and before everything of ffiguard. No include guard: it is for one source.

// <windows.h>, with and without UNICODE
#define min(a, b) hostile macro
#define max(a, b) hostile macro
#define small hostile macro
#define interface hostile macro
#define near hostile macro
#define far hostile macro
#define pascal hostile macro
#define cdecl hostile macro
#define IN hostile macro
#define OUT hostile macro
#define OPTIONAL hostile macro
#define CONST hostile macro
#define VOID hostile macro
#define TRUE hostile macro
#define FALSE hostile macro
#define ERROR hostile macro
#define NO_ERROR hostile macro
#define DELETE hostile macro
#define STRICT hostile macro
#define GetObject hostile macro
#define GetMessage hostile macro
#define SendMessage hostile macro
#define DeleteFile hostile macro
#define CreateFile hostile macro
#define LoadLibrary hostile macro
#define GetCurrentTime hostile macro
#define Yield() hostile macro

// X11
#define None hostile macro
#define Bool hostile macro
#define Status hostile macro
#define Success hostile macro
#define Always hostile macro
#define True hostile macro
#define False hostile macro
#define Complex hostile macro
#define Unsorted hostile macro
#define CursorShape hostile macro
#define KeyPress hostile macro

// Qt without QT_NO_KEYWORDS
#define signals hostile macro
#define slots hostile macro
#define emit hostile macro
#define foreach(a, b) hostile macro
#define forever hostile macro

// Apple's AssertMacros.h, Unreal
#define check(a) hostile macro
#define verify(a) hostile macro
#define require(a, b) hostile macro
#define ensure(a) hostile macro
#define TEXT(a) hostile macro
#define PI hostile macro

// <sys/sysmacros.h>, and what everybody defines
#undef major
#undef minor
#undef makedev
#define major(a) hostile macro
#define minor(a) hostile macro
#define makedev(a, b) hostile macro
#undef assert
#define assert(a) hostile macro
#define OK hostile macro
#define FAIL hostile macro
#define CHECK(a) hostile macro
#define DEBUG hostile macro
#define INFO hostile macro
#define LOG(a) hostile macro
#define YES hostile macro
#define NO hostile macro
#define Nil hostile macro
#define nil hostile macro
#undef unix
#define unix hostile macro
#undef i386
#define i386 hostile macro

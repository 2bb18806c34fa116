# 0 "jni.hpp.cpp"
# 0 "<built-in>"
# 0 "<command-line>"
# 1 "/usr/include/stdc-predef.h" 1 3 4
# 0 "<command-line>" 2
# 1 "jni.hpp.cpp"
# 1 "include/ffiguard/jni/jni.hpp" 1







# 1 "include/ffiguard/jni/call.hpp" 1






# 1 "include/ffiguard/jni/call/class.hpp" 1




# 1 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 1 3 4
# 39 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
# 1 "/usr/include/stdio.h" 1 3 4
# 27 "/usr/include/stdio.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 1 3 4
# 33 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 3 4
# 1 "/usr/include/features.h" 1 3 4
# 392 "/usr/include/features.h" 3 4
# 1 "/usr/include/features-time64.h" 1 3 4
# 20 "/usr/include/features-time64.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 21 "/usr/include/features-time64.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/timesize.h" 1 3 4
# 19 "/usr/include/x86_64-linux-gnu/bits/timesize.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 20 "/usr/include/x86_64-linux-gnu/bits/timesize.h" 2 3 4
# 22 "/usr/include/features-time64.h" 2 3 4
# 393 "/usr/include/features.h" 2 3 4
# 489 "/usr/include/features.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/sys/cdefs.h" 1 3 4
# 561 "/usr/include/x86_64-linux-gnu/sys/cdefs.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 562 "/usr/include/x86_64-linux-gnu/sys/cdefs.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/long-double.h" 1 3 4
# 563 "/usr/include/x86_64-linux-gnu/sys/cdefs.h" 2 3 4
# 490 "/usr/include/features.h" 2 3 4
# 513 "/usr/include/features.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/gnu/stubs.h" 1 3 4
# 10 "/usr/include/x86_64-linux-gnu/gnu/stubs.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/gnu/stubs-64.h" 1 3 4
# 11 "/usr/include/x86_64-linux-gnu/gnu/stubs.h" 2 3 4
# 514 "/usr/include/features.h" 2 3 4
# 34 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 2 3 4
# 28 "/usr/include/stdio.h" 2 3 4


# 29 "/usr/include/stdio.h" 3 4
extern "C" {



# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 214 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 3 4
typedef long unsigned int size_t;
# 34 "/usr/include/stdio.h" 2 3 4


# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdarg.h" 1 3 4
# 40 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdarg.h" 3 4
typedef __builtin_va_list __gnuc_va_list;
# 37 "/usr/include/stdio.h" 2 3 4

# 1 "/usr/include/x86_64-linux-gnu/bits/types.h" 1 3 4
# 27 "/usr/include/x86_64-linux-gnu/bits/types.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 28 "/usr/include/x86_64-linux-gnu/bits/types.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/timesize.h" 1 3 4
# 19 "/usr/include/x86_64-linux-gnu/bits/timesize.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 20 "/usr/include/x86_64-linux-gnu/bits/timesize.h" 2 3 4
# 29 "/usr/include/x86_64-linux-gnu/bits/types.h" 2 3 4


typedef unsigned char __u_char;
typedef unsigned short int __u_short;
typedef unsigned int __u_int;
typedef unsigned long int __u_long;


typedef signed char __int8_t;
typedef unsigned char __uint8_t;
typedef signed short int __int16_t;
typedef unsigned short int __uint16_t;
typedef signed int __int32_t;
typedef unsigned int __uint32_t;

typedef signed long int __int64_t;
typedef unsigned long int __uint64_t;






typedef __int8_t __int_least8_t;
typedef __uint8_t __uint_least8_t;
typedef __int16_t __int_least16_t;
typedef __uint16_t __uint_least16_t;
typedef __int32_t __int_least32_t;
typedef __uint32_t __uint_least32_t;
typedef __int64_t __int_least64_t;
typedef __uint64_t __uint_least64_t;



typedef long int __quad_t;
typedef unsigned long int __u_quad_t;







typedef long int __intmax_t;
typedef unsigned long int __uintmax_t;
# 141 "/usr/include/x86_64-linux-gnu/bits/types.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/typesizes.h" 1 3 4
# 142 "/usr/include/x86_64-linux-gnu/bits/types.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/time64.h" 1 3 4
# 143 "/usr/include/x86_64-linux-gnu/bits/types.h" 2 3 4


typedef unsigned long int __dev_t;
typedef unsigned int __uid_t;
typedef unsigned int __gid_t;
typedef unsigned long int __ino_t;
typedef unsigned long int __ino64_t;
typedef unsigned int __mode_t;
typedef unsigned long int __nlink_t;
typedef long int __off_t;
typedef long int __off64_t;
typedef int __pid_t;
typedef struct { int __val[2]; } __fsid_t;
typedef long int __clock_t;
typedef unsigned long int __rlim_t;
typedef unsigned long int __rlim64_t;
typedef unsigned int __id_t;
typedef long int __time_t;
typedef unsigned int __useconds_t;
typedef long int __suseconds_t;
typedef long int __suseconds64_t;

typedef int __daddr_t;
typedef int __key_t;


typedef int __clockid_t;


typedef void * __timer_t;


typedef long int __blksize_t;




typedef long int __blkcnt_t;
typedef long int __blkcnt64_t;


typedef unsigned long int __fsblkcnt_t;
typedef unsigned long int __fsblkcnt64_t;


typedef unsigned long int __fsfilcnt_t;
typedef unsigned long int __fsfilcnt64_t;


typedef long int __fsword_t;

typedef long int __ssize_t;


typedef long int __syscall_slong_t;

typedef unsigned long int __syscall_ulong_t;



typedef __off64_t __loff_t;
typedef char *__caddr_t;


typedef long int __intptr_t;


typedef unsigned int __socklen_t;




typedef int __sig_atomic_t;
# 39 "/usr/include/stdio.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/__fpos_t.h" 1 3 4




# 1 "/usr/include/x86_64-linux-gnu/bits/types/__mbstate_t.h" 1 3 4
# 13 "/usr/include/x86_64-linux-gnu/bits/types/__mbstate_t.h" 3 4
typedef struct
{
  int __count;
  union
  {
    unsigned int __wch;
    char __wchb[4];
  } __value;
} __mbstate_t;
# 6 "/usr/include/x86_64-linux-gnu/bits/types/__fpos_t.h" 2 3 4




typedef struct _G_fpos_t
{
  __off_t __pos;
  __mbstate_t __state;
} __fpos_t;
# 40 "/usr/include/stdio.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/__fpos64_t.h" 1 3 4
# 10 "/usr/include/x86_64-linux-gnu/bits/types/__fpos64_t.h" 3 4
typedef struct _G_fpos64_t
{
  __off64_t __pos;
  __mbstate_t __state;
} __fpos64_t;
# 41 "/usr/include/stdio.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/__FILE.h" 1 3 4



struct _IO_FILE;
typedef struct _IO_FILE __FILE;
# 42 "/usr/include/stdio.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/FILE.h" 1 3 4



struct _IO_FILE;


typedef struct _IO_FILE FILE;
# 43 "/usr/include/stdio.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/struct_FILE.h" 1 3 4
# 35 "/usr/include/x86_64-linux-gnu/bits/types/struct_FILE.h" 3 4
struct _IO_FILE;
struct _IO_marker;
struct _IO_codecvt;
struct _IO_wide_data;




typedef void _IO_lock_t;





struct _IO_FILE
{
  int _flags;


  char *_IO_read_ptr;
  char *_IO_read_end;
  char *_IO_read_base;
  char *_IO_write_base;
  char *_IO_write_ptr;
  char *_IO_write_end;
  char *_IO_buf_base;
  char *_IO_buf_end;


  char *_IO_save_base;
  char *_IO_backup_base;
  char *_IO_save_end;

  struct _IO_marker *_markers;

  struct _IO_FILE *_chain;

  int _fileno;
  int _flags2;
  __off_t _old_offset;


  unsigned short _cur_column;
  signed char _vtable_offset;
  char _shortbuf[1];

  _IO_lock_t *_lock;







  __off64_t _offset;

  struct _IO_codecvt *_codecvt;
  struct _IO_wide_data *_wide_data;
  struct _IO_FILE *_freeres_list;
  void *_freeres_buf;
  size_t __pad5;
  int _mode;

  char _unused2[15 * sizeof (int) - 4 * sizeof (void *) - sizeof (size_t)];
};
# 44 "/usr/include/stdio.h" 2 3 4


# 1 "/usr/include/x86_64-linux-gnu/bits/types/cookie_io_functions_t.h" 1 3 4
# 27 "/usr/include/x86_64-linux-gnu/bits/types/cookie_io_functions_t.h" 3 4
typedef __ssize_t cookie_read_function_t (void *__cookie, char *__buf,
                                          size_t __nbytes);







typedef __ssize_t cookie_write_function_t (void *__cookie, const char *__buf,
                                           size_t __nbytes);







typedef int cookie_seek_function_t (void *__cookie, __off64_t *__pos, int __w);


typedef int cookie_close_function_t (void *__cookie);






typedef struct _IO_cookie_io_functions_t
{
  cookie_read_function_t *read;
  cookie_write_function_t *write;
  cookie_seek_function_t *seek;
  cookie_close_function_t *close;
} cookie_io_functions_t;
# 47 "/usr/include/stdio.h" 2 3 4





typedef __gnuc_va_list va_list;
# 63 "/usr/include/stdio.h" 3 4
typedef __off_t off_t;






typedef __off64_t off64_t;






typedef __ssize_t ssize_t;






typedef __fpos_t fpos_t;




typedef __fpos64_t fpos64_t;
# 133 "/usr/include/stdio.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/stdio_lim.h" 1 3 4
# 134 "/usr/include/stdio.h" 2 3 4
# 143 "/usr/include/stdio.h" 3 4
extern FILE *stdin;
extern FILE *stdout;
extern FILE *stderr;






extern int remove (const char *__filename) noexcept (true);

extern int rename (const char *__old, const char *__new) noexcept (true);



extern int renameat (int __oldfd, const char *__old, int __newfd,
       const char *__new) noexcept (true);
# 170 "/usr/include/stdio.h" 3 4
extern int renameat2 (int __oldfd, const char *__old, int __newfd,
        const char *__new, unsigned int __flags) noexcept (true);






extern int fclose (FILE *__stream);
# 188 "/usr/include/stdio.h" 3 4
extern FILE *tmpfile (void)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;
# 200 "/usr/include/stdio.h" 3 4
extern FILE *tmpfile64 (void)
   __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;



extern char *tmpnam (char[20]) noexcept (true) ;




extern char *tmpnam_r (char __s[20]) noexcept (true) ;
# 222 "/usr/include/stdio.h" 3 4
extern char *tempnam (const char *__dir, const char *__pfx)
   noexcept (true) __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (__builtin_free, 1)));






extern int fflush (FILE *__stream);
# 239 "/usr/include/stdio.h" 3 4
extern int fflush_unlocked (FILE *__stream);
# 249 "/usr/include/stdio.h" 3 4
extern int fcloseall (void);
# 258 "/usr/include/stdio.h" 3 4
extern FILE *fopen (const char *__restrict __filename,
      const char *__restrict __modes)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;




extern FILE *freopen (const char *__restrict __filename,
        const char *__restrict __modes,
        FILE *__restrict __stream) ;
# 283 "/usr/include/stdio.h" 3 4
extern FILE *fopen64 (const char *__restrict __filename,
        const char *__restrict __modes)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;
extern FILE *freopen64 (const char *__restrict __filename,
   const char *__restrict __modes,
   FILE *__restrict __stream) ;




extern FILE *fdopen (int __fd, const char *__modes) noexcept (true)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;





extern FILE *fopencookie (void *__restrict __magic_cookie,
     const char *__restrict __modes,
     cookie_io_functions_t __io_funcs) noexcept (true)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;




extern FILE *fmemopen (void *__s, size_t __len, const char *__modes)
  noexcept (true) __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;




extern FILE *open_memstream (char **__bufloc, size_t *__sizeloc) noexcept (true)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1))) ;
# 328 "/usr/include/stdio.h" 3 4
extern void setbuf (FILE *__restrict __stream, char *__restrict __buf) noexcept (true);



extern int setvbuf (FILE *__restrict __stream, char *__restrict __buf,
      int __modes, size_t __n) noexcept (true);




extern void setbuffer (FILE *__restrict __stream, char *__restrict __buf,
         size_t __size) noexcept (true);


extern void setlinebuf (FILE *__stream) noexcept (true);







extern int fprintf (FILE *__restrict __stream,
      const char *__restrict __format, ...);




extern int printf (const char *__restrict __format, ...);

extern int sprintf (char *__restrict __s,
      const char *__restrict __format, ...) noexcept (true);





extern int vfprintf (FILE *__restrict __s, const char *__restrict __format,
       __gnuc_va_list __arg);




extern int vprintf (const char *__restrict __format, __gnuc_va_list __arg);

extern int vsprintf (char *__restrict __s, const char *__restrict __format,
       __gnuc_va_list __arg) noexcept (true);



extern int snprintf (char *__restrict __s, size_t __maxlen,
       const char *__restrict __format, ...)
     noexcept (true) __attribute__ ((__format__ (__printf__, 3, 4)));

extern int vsnprintf (char *__restrict __s, size_t __maxlen,
        const char *__restrict __format, __gnuc_va_list __arg)
     noexcept (true) __attribute__ ((__format__ (__printf__, 3, 0)));





extern int vasprintf (char **__restrict __ptr, const char *__restrict __f,
        __gnuc_va_list __arg)
     noexcept (true) __attribute__ ((__format__ (__printf__, 2, 0))) ;
extern int __asprintf (char **__restrict __ptr,
         const char *__restrict __fmt, ...)
     noexcept (true) __attribute__ ((__format__ (__printf__, 2, 3))) ;
extern int asprintf (char **__restrict __ptr,
       const char *__restrict __fmt, ...)
     noexcept (true) __attribute__ ((__format__ (__printf__, 2, 3))) ;




extern int vdprintf (int __fd, const char *__restrict __fmt,
       __gnuc_va_list __arg)
     __attribute__ ((__format__ (__printf__, 2, 0)));
extern int dprintf (int __fd, const char *__restrict __fmt, ...)
     __attribute__ ((__format__ (__printf__, 2, 3)));







extern int fscanf (FILE *__restrict __stream,
     const char *__restrict __format, ...) ;




extern int scanf (const char *__restrict __format, ...) ;

extern int sscanf (const char *__restrict __s,
     const char *__restrict __format, ...) noexcept (true);





# 1 "/usr/include/x86_64-linux-gnu/bits/floatn.h" 1 3 4
# 75 "/usr/include/x86_64-linux-gnu/bits/floatn.h" 3 4
typedef _Complex float __cfloat128 __attribute__ ((__mode__ (__TC__)));
# 87 "/usr/include/x86_64-linux-gnu/bits/floatn.h" 3 4
typedef __float128 _Float128;
# 120 "/usr/include/x86_64-linux-gnu/bits/floatn.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 1 3 4
# 24 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/long-double.h" 1 3 4
# 25 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 2 3 4
# 214 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 3 4
typedef float _Float32;
# 251 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 3 4
typedef double _Float64;
# 268 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 3 4
typedef double _Float32x;
# 285 "/usr/include/x86_64-linux-gnu/bits/floatn-common.h" 3 4
typedef long double _Float64x;
# 121 "/usr/include/x86_64-linux-gnu/bits/floatn.h" 2 3 4
# 431 "/usr/include/stdio.h" 2 3 4



extern int fscanf (FILE *__restrict __stream, const char *__restrict __format, ...) __asm__ ("" "__isoc99_fscanf")

                               ;
extern int scanf (const char *__restrict __format, ...) __asm__ ("" "__isoc99_scanf")
                              ;
extern int sscanf (const char *__restrict __s, const char *__restrict __format, ...) noexcept (true) __asm__ ("" "__isoc99_sscanf")

                      ;
# 459 "/usr/include/stdio.h" 3 4
extern int vfscanf (FILE *__restrict __s, const char *__restrict __format,
      __gnuc_va_list __arg)
     __attribute__ ((__format__ (__scanf__, 2, 0))) ;





extern int vscanf (const char *__restrict __format, __gnuc_va_list __arg)
     __attribute__ ((__format__ (__scanf__, 1, 0))) ;


extern int vsscanf (const char *__restrict __s,
      const char *__restrict __format, __gnuc_va_list __arg)
     noexcept (true) __attribute__ ((__format__ (__scanf__, 2, 0)));





extern int vfscanf (FILE *__restrict __s, const char *__restrict __format, __gnuc_va_list __arg) __asm__ ("" "__isoc99_vfscanf")



     __attribute__ ((__format__ (__scanf__, 2, 0))) ;
extern int vscanf (const char *__restrict __format, __gnuc_va_list __arg) __asm__ ("" "__isoc99_vscanf")

     __attribute__ ((__format__ (__scanf__, 1, 0))) ;
extern int vsscanf (const char *__restrict __s, const char *__restrict __format, __gnuc_va_list __arg) noexcept (true) __asm__ ("" "__isoc99_vsscanf")



     __attribute__ ((__format__ (__scanf__, 2, 0)));
# 513 "/usr/include/stdio.h" 3 4
extern int fgetc (FILE *__stream);
extern int getc (FILE *__stream);





extern int getchar (void);






extern int getc_unlocked (FILE *__stream);
extern int getchar_unlocked (void);
# 538 "/usr/include/stdio.h" 3 4
extern int fgetc_unlocked (FILE *__stream);
# 549 "/usr/include/stdio.h" 3 4
extern int fputc (int __c, FILE *__stream);
extern int putc (int __c, FILE *__stream);





extern int putchar (int __c);
# 565 "/usr/include/stdio.h" 3 4
extern int fputc_unlocked (int __c, FILE *__stream);







extern int putc_unlocked (int __c, FILE *__stream);
extern int putchar_unlocked (int __c);






extern int getw (FILE *__stream);


extern int putw (int __w, FILE *__stream);







extern char *fgets (char *__restrict __s, int __n, FILE *__restrict __stream)
     __attribute__ ((__access__ (__write_only__, 1, 2)));
# 615 "/usr/include/stdio.h" 3 4
extern char *fgets_unlocked (char *__restrict __s, int __n,
        FILE *__restrict __stream)
    __attribute__ ((__access__ (__write_only__, 1, 2)));
# 632 "/usr/include/stdio.h" 3 4
extern __ssize_t __getdelim (char **__restrict __lineptr,
                             size_t *__restrict __n, int __delimiter,
                             FILE *__restrict __stream) ;
extern __ssize_t getdelim (char **__restrict __lineptr,
                           size_t *__restrict __n, int __delimiter,
                           FILE *__restrict __stream) ;







extern __ssize_t getline (char **__restrict __lineptr,
                          size_t *__restrict __n,
                          FILE *__restrict __stream) ;







extern int fputs (const char *__restrict __s, FILE *__restrict __stream);





extern int puts (const char *__s);






extern int ungetc (int __c, FILE *__stream);






extern size_t fread (void *__restrict __ptr, size_t __size,
       size_t __n, FILE *__restrict __stream) ;




extern size_t fwrite (const void *__restrict __ptr, size_t __size,
        size_t __n, FILE *__restrict __s);
# 691 "/usr/include/stdio.h" 3 4
extern int fputs_unlocked (const char *__restrict __s,
      FILE *__restrict __stream);
# 702 "/usr/include/stdio.h" 3 4
extern size_t fread_unlocked (void *__restrict __ptr, size_t __size,
         size_t __n, FILE *__restrict __stream) ;
extern size_t fwrite_unlocked (const void *__restrict __ptr, size_t __size,
          size_t __n, FILE *__restrict __stream);







extern int fseek (FILE *__stream, long int __off, int __whence);




extern long int ftell (FILE *__stream) ;




extern void rewind (FILE *__stream);
# 736 "/usr/include/stdio.h" 3 4
extern int fseeko (FILE *__stream, __off_t __off, int __whence);




extern __off_t ftello (FILE *__stream) ;
# 760 "/usr/include/stdio.h" 3 4
extern int fgetpos (FILE *__restrict __stream, fpos_t *__restrict __pos);




extern int fsetpos (FILE *__stream, const fpos_t *__pos);
# 779 "/usr/include/stdio.h" 3 4
extern int fseeko64 (FILE *__stream, __off64_t __off, int __whence);
extern __off64_t ftello64 (FILE *__stream) ;
extern int fgetpos64 (FILE *__restrict __stream, fpos64_t *__restrict __pos);
extern int fsetpos64 (FILE *__stream, const fpos64_t *__pos);



extern void clearerr (FILE *__stream) noexcept (true);

extern int feof (FILE *__stream) noexcept (true) ;

extern int ferror (FILE *__stream) noexcept (true) ;



extern void clearerr_unlocked (FILE *__stream) noexcept (true);
extern int feof_unlocked (FILE *__stream) noexcept (true) ;
extern int ferror_unlocked (FILE *__stream) noexcept (true) ;







extern void perror (const char *__s);




extern int fileno (FILE *__stream) noexcept (true) ;




extern int fileno_unlocked (FILE *__stream) noexcept (true) ;
# 823 "/usr/include/stdio.h" 3 4
extern int pclose (FILE *__stream);





extern FILE *popen (const char *__command, const char *__modes)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (pclose, 1))) ;






extern char *ctermid (char *__s) noexcept (true)
  __attribute__ ((__access__ (__write_only__, 1)));





extern char *cuserid (char *__s)
  __attribute__ ((__access__ (__write_only__, 1)));




struct obstack;


extern int obstack_printf (struct obstack *__restrict __obstack,
      const char *__restrict __format, ...)
     noexcept (true) __attribute__ ((__format__ (__printf__, 2, 3)));
extern int obstack_vprintf (struct obstack *__restrict __obstack,
       const char *__restrict __format,
       __gnuc_va_list __args)
     noexcept (true) __attribute__ ((__format__ (__printf__, 2, 0)));







extern void flockfile (FILE *__stream) noexcept (true);



extern int ftrylockfile (FILE *__stream) noexcept (true) ;


extern void funlockfile (FILE *__stream) noexcept (true);
# 885 "/usr/include/stdio.h" 3 4
extern int __uflow (FILE *);
extern int __overflow (FILE *, int);
# 909 "/usr/include/stdio.h" 3 4
}
# 40 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 2 3 4
# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdarg.h" 1 3 4
# 41 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 2 3 4




# 1 "/usr/lib/jvm/java-17-openjdk-amd64/include/linux/jni_md.h" 1 3 4
# 57 "/usr/lib/jvm/java-17-openjdk-amd64/include/linux/jni_md.h" 3 4
typedef int jint;

typedef long jlong;




typedef signed char jbyte;
# 46 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 2 3 4


extern "C" {
# 57 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
typedef unsigned char jboolean;
typedef unsigned short jchar;
typedef short jshort;
typedef float jfloat;
typedef double jdouble;

typedef jint jsize;



class _jobject {};
class _jclass : public _jobject {};
class _jthrowable : public _jobject {};
class _jstring : public _jobject {};
class _jarray : public _jobject {};
class _jbooleanArray : public _jarray {};
class _jbyteArray : public _jarray {};
class _jcharArray : public _jarray {};
class _jshortArray : public _jarray {};
class _jintArray : public _jarray {};
class _jlongArray : public _jarray {};
class _jfloatArray : public _jarray {};
class _jdoubleArray : public _jarray {};
class _jobjectArray : public _jarray {};

typedef _jobject *jobject;
typedef _jclass *jclass;
typedef _jthrowable *jthrowable;
typedef _jstring *jstring;
typedef _jarray *jarray;
typedef _jbooleanArray *jbooleanArray;
typedef _jbyteArray *jbyteArray;
typedef _jcharArray *jcharArray;
typedef _jshortArray *jshortArray;
typedef _jintArray *jintArray;
typedef _jlongArray *jlongArray;
typedef _jfloatArray *jfloatArray;
typedef _jdoubleArray *jdoubleArray;
typedef _jobjectArray *jobjectArray;
# 118 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
typedef jobject jweak;

typedef union jvalue {
    jboolean z;
    jbyte b;
    jchar c;
    jshort s;
    jint i;
    jlong j;
    jfloat f;
    jdouble d;
    jobject l;
} jvalue;

struct _jfieldID;
typedef struct _jfieldID *jfieldID;

struct _jmethodID;
typedef struct _jmethodID *jmethodID;


typedef enum _jobjectType {
     JNIInvalidRefType = 0,
     JNILocalRefType = 1,
     JNIGlobalRefType = 2,
     JNIWeakGlobalRefType = 3
} jobjectRefType;
# 180 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
typedef struct {
    char *name;
    char *signature;
    void *fnPtr;
} JNINativeMethod;





struct JNINativeInterface_;

struct JNIEnv_;


typedef JNIEnv_ JNIEnv;
# 204 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
struct JNIInvokeInterface_;

struct JavaVM_;


typedef JavaVM_ JavaVM;




struct JNINativeInterface_ {
    void *reserved0;
    void *reserved1;
    void *reserved2;

    void *reserved3;
    jint ( *GetVersion)(JNIEnv *env);

    jclass ( *DefineClass)
      (JNIEnv *env, const char *name, jobject loader, const jbyte *buf,
       jsize len);
    jclass ( *FindClass)
      (JNIEnv *env, const char *name);

    jmethodID ( *FromReflectedMethod)
      (JNIEnv *env, jobject method);
    jfieldID ( *FromReflectedField)
      (JNIEnv *env, jobject field);

    jobject ( *ToReflectedMethod)
      (JNIEnv *env, jclass cls, jmethodID methodID, jboolean isStatic);

    jclass ( *GetSuperclass)
      (JNIEnv *env, jclass sub);
    jboolean ( *IsAssignableFrom)
      (JNIEnv *env, jclass sub, jclass sup);

    jobject ( *ToReflectedField)
      (JNIEnv *env, jclass cls, jfieldID fieldID, jboolean isStatic);

    jint ( *Throw)
      (JNIEnv *env, jthrowable obj);
    jint ( *ThrowNew)
      (JNIEnv *env, jclass clazz, const char *msg);
    jthrowable ( *ExceptionOccurred)
      (JNIEnv *env);
    void ( *ExceptionDescribe)
      (JNIEnv *env);
    void ( *ExceptionClear)
      (JNIEnv *env);
    void ( *FatalError)
      (JNIEnv *env, const char *msg);

    jint ( *PushLocalFrame)
      (JNIEnv *env, jint capacity);
    jobject ( *PopLocalFrame)
      (JNIEnv *env, jobject result);

    jobject ( *NewGlobalRef)
      (JNIEnv *env, jobject lobj);
    void ( *DeleteGlobalRef)
      (JNIEnv *env, jobject gref);
    void ( *DeleteLocalRef)
      (JNIEnv *env, jobject obj);
    jboolean ( *IsSameObject)
      (JNIEnv *env, jobject obj1, jobject obj2);
    jobject ( *NewLocalRef)
      (JNIEnv *env, jobject ref);
    jint ( *EnsureLocalCapacity)
      (JNIEnv *env, jint capacity);

    jobject ( *AllocObject)
      (JNIEnv *env, jclass clazz);
    jobject ( *NewObject)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jobject ( *NewObjectV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jobject ( *NewObjectA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jclass ( *GetObjectClass)
      (JNIEnv *env, jobject obj);
    jboolean ( *IsInstanceOf)
      (JNIEnv *env, jobject obj, jclass clazz);

    jmethodID ( *GetMethodID)
      (JNIEnv *env, jclass clazz, const char *name, const char *sig);

    jobject ( *CallObjectMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jobject ( *CallObjectMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jobject ( *CallObjectMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue * args);

    jboolean ( *CallBooleanMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jboolean ( *CallBooleanMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jboolean ( *CallBooleanMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue * args);

    jbyte ( *CallByteMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jbyte ( *CallByteMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jbyte ( *CallByteMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    jchar ( *CallCharMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jchar ( *CallCharMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jchar ( *CallCharMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    jshort ( *CallShortMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jshort ( *CallShortMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jshort ( *CallShortMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    jint ( *CallIntMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jint ( *CallIntMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jint ( *CallIntMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    jlong ( *CallLongMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jlong ( *CallLongMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jlong ( *CallLongMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    jfloat ( *CallFloatMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jfloat ( *CallFloatMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jfloat ( *CallFloatMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    jdouble ( *CallDoubleMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    jdouble ( *CallDoubleMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    jdouble ( *CallDoubleMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue *args);

    void ( *CallVoidMethod)
      (JNIEnv *env, jobject obj, jmethodID methodID, ...);
    void ( *CallVoidMethodV)
      (JNIEnv *env, jobject obj, jmethodID methodID, va_list args);
    void ( *CallVoidMethodA)
      (JNIEnv *env, jobject obj, jmethodID methodID, const jvalue * args);

    jobject ( *CallNonvirtualObjectMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jobject ( *CallNonvirtualObjectMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jobject ( *CallNonvirtualObjectMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue * args);

    jboolean ( *CallNonvirtualBooleanMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jboolean ( *CallNonvirtualBooleanMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jboolean ( *CallNonvirtualBooleanMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue * args);

    jbyte ( *CallNonvirtualByteMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jbyte ( *CallNonvirtualByteMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jbyte ( *CallNonvirtualByteMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    jchar ( *CallNonvirtualCharMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jchar ( *CallNonvirtualCharMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jchar ( *CallNonvirtualCharMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    jshort ( *CallNonvirtualShortMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jshort ( *CallNonvirtualShortMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jshort ( *CallNonvirtualShortMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    jint ( *CallNonvirtualIntMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jint ( *CallNonvirtualIntMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jint ( *CallNonvirtualIntMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    jlong ( *CallNonvirtualLongMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jlong ( *CallNonvirtualLongMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jlong ( *CallNonvirtualLongMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    jfloat ( *CallNonvirtualFloatMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jfloat ( *CallNonvirtualFloatMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jfloat ( *CallNonvirtualFloatMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    jdouble ( *CallNonvirtualDoubleMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    jdouble ( *CallNonvirtualDoubleMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    jdouble ( *CallNonvirtualDoubleMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue *args);

    void ( *CallNonvirtualVoidMethod)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID, ...);
    void ( *CallNonvirtualVoidMethodV)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       va_list args);
    void ( *CallNonvirtualVoidMethodA)
      (JNIEnv *env, jobject obj, jclass clazz, jmethodID methodID,
       const jvalue * args);

    jfieldID ( *GetFieldID)
      (JNIEnv *env, jclass clazz, const char *name, const char *sig);

    jobject ( *GetObjectField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jboolean ( *GetBooleanField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jbyte ( *GetByteField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jchar ( *GetCharField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jshort ( *GetShortField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jint ( *GetIntField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jlong ( *GetLongField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jfloat ( *GetFloatField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);
    jdouble ( *GetDoubleField)
      (JNIEnv *env, jobject obj, jfieldID fieldID);

    void ( *SetObjectField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jobject val);
    void ( *SetBooleanField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jboolean val);
    void ( *SetByteField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jbyte val);
    void ( *SetCharField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jchar val);
    void ( *SetShortField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jshort val);
    void ( *SetIntField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jint val);
    void ( *SetLongField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jlong val);
    void ( *SetFloatField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jfloat val);
    void ( *SetDoubleField)
      (JNIEnv *env, jobject obj, jfieldID fieldID, jdouble val);

    jmethodID ( *GetStaticMethodID)
      (JNIEnv *env, jclass clazz, const char *name, const char *sig);

    jobject ( *CallStaticObjectMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jobject ( *CallStaticObjectMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jobject ( *CallStaticObjectMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jboolean ( *CallStaticBooleanMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jboolean ( *CallStaticBooleanMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jboolean ( *CallStaticBooleanMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jbyte ( *CallStaticByteMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jbyte ( *CallStaticByteMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jbyte ( *CallStaticByteMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jchar ( *CallStaticCharMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jchar ( *CallStaticCharMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jchar ( *CallStaticCharMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jshort ( *CallStaticShortMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jshort ( *CallStaticShortMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jshort ( *CallStaticShortMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jint ( *CallStaticIntMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jint ( *CallStaticIntMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jint ( *CallStaticIntMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jlong ( *CallStaticLongMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jlong ( *CallStaticLongMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jlong ( *CallStaticLongMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jfloat ( *CallStaticFloatMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jfloat ( *CallStaticFloatMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jfloat ( *CallStaticFloatMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    jdouble ( *CallStaticDoubleMethod)
      (JNIEnv *env, jclass clazz, jmethodID methodID, ...);
    jdouble ( *CallStaticDoubleMethodV)
      (JNIEnv *env, jclass clazz, jmethodID methodID, va_list args);
    jdouble ( *CallStaticDoubleMethodA)
      (JNIEnv *env, jclass clazz, jmethodID methodID, const jvalue *args);

    void ( *CallStaticVoidMethod)
      (JNIEnv *env, jclass cls, jmethodID methodID, ...);
    void ( *CallStaticVoidMethodV)
      (JNIEnv *env, jclass cls, jmethodID methodID, va_list args);
    void ( *CallStaticVoidMethodA)
      (JNIEnv *env, jclass cls, jmethodID methodID, const jvalue * args);

    jfieldID ( *GetStaticFieldID)
      (JNIEnv *env, jclass clazz, const char *name, const char *sig);
    jobject ( *GetStaticObjectField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jboolean ( *GetStaticBooleanField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jbyte ( *GetStaticByteField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jchar ( *GetStaticCharField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jshort ( *GetStaticShortField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jint ( *GetStaticIntField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jlong ( *GetStaticLongField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jfloat ( *GetStaticFloatField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);
    jdouble ( *GetStaticDoubleField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID);

    void ( *SetStaticObjectField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jobject value);
    void ( *SetStaticBooleanField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jboolean value);
    void ( *SetStaticByteField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jbyte value);
    void ( *SetStaticCharField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jchar value);
    void ( *SetStaticShortField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jshort value);
    void ( *SetStaticIntField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jint value);
    void ( *SetStaticLongField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jlong value);
    void ( *SetStaticFloatField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jfloat value);
    void ( *SetStaticDoubleField)
      (JNIEnv *env, jclass clazz, jfieldID fieldID, jdouble value);

    jstring ( *NewString)
      (JNIEnv *env, const jchar *unicode, jsize len);
    jsize ( *GetStringLength)
      (JNIEnv *env, jstring str);
    const jchar *( *GetStringChars)
      (JNIEnv *env, jstring str, jboolean *isCopy);
    void ( *ReleaseStringChars)
      (JNIEnv *env, jstring str, const jchar *chars);

    jstring ( *NewStringUTF)
      (JNIEnv *env, const char *utf);
    jsize ( *GetStringUTFLength)
      (JNIEnv *env, jstring str);
    const char* ( *GetStringUTFChars)
      (JNIEnv *env, jstring str, jboolean *isCopy);
    void ( *ReleaseStringUTFChars)
      (JNIEnv *env, jstring str, const char* chars);


    jsize ( *GetArrayLength)
      (JNIEnv *env, jarray array);

    jobjectArray ( *NewObjectArray)
      (JNIEnv *env, jsize len, jclass clazz, jobject init);
    jobject ( *GetObjectArrayElement)
      (JNIEnv *env, jobjectArray array, jsize index);
    void ( *SetObjectArrayElement)
      (JNIEnv *env, jobjectArray array, jsize index, jobject val);

    jbooleanArray ( *NewBooleanArray)
      (JNIEnv *env, jsize len);
    jbyteArray ( *NewByteArray)
      (JNIEnv *env, jsize len);
    jcharArray ( *NewCharArray)
      (JNIEnv *env, jsize len);
    jshortArray ( *NewShortArray)
      (JNIEnv *env, jsize len);
    jintArray ( *NewIntArray)
      (JNIEnv *env, jsize len);
    jlongArray ( *NewLongArray)
      (JNIEnv *env, jsize len);
    jfloatArray ( *NewFloatArray)
      (JNIEnv *env, jsize len);
    jdoubleArray ( *NewDoubleArray)
      (JNIEnv *env, jsize len);

    jboolean * ( *GetBooleanArrayElements)
      (JNIEnv *env, jbooleanArray array, jboolean *isCopy);
    jbyte * ( *GetByteArrayElements)
      (JNIEnv *env, jbyteArray array, jboolean *isCopy);
    jchar * ( *GetCharArrayElements)
      (JNIEnv *env, jcharArray array, jboolean *isCopy);
    jshort * ( *GetShortArrayElements)
      (JNIEnv *env, jshortArray array, jboolean *isCopy);
    jint * ( *GetIntArrayElements)
      (JNIEnv *env, jintArray array, jboolean *isCopy);
    jlong * ( *GetLongArrayElements)
      (JNIEnv *env, jlongArray array, jboolean *isCopy);
    jfloat * ( *GetFloatArrayElements)
      (JNIEnv *env, jfloatArray array, jboolean *isCopy);
    jdouble * ( *GetDoubleArrayElements)
      (JNIEnv *env, jdoubleArray array, jboolean *isCopy);

    void ( *ReleaseBooleanArrayElements)
      (JNIEnv *env, jbooleanArray array, jboolean *elems, jint mode);
    void ( *ReleaseByteArrayElements)
      (JNIEnv *env, jbyteArray array, jbyte *elems, jint mode);
    void ( *ReleaseCharArrayElements)
      (JNIEnv *env, jcharArray array, jchar *elems, jint mode);
    void ( *ReleaseShortArrayElements)
      (JNIEnv *env, jshortArray array, jshort *elems, jint mode);
    void ( *ReleaseIntArrayElements)
      (JNIEnv *env, jintArray array, jint *elems, jint mode);
    void ( *ReleaseLongArrayElements)
      (JNIEnv *env, jlongArray array, jlong *elems, jint mode);
    void ( *ReleaseFloatArrayElements)
      (JNIEnv *env, jfloatArray array, jfloat *elems, jint mode);
    void ( *ReleaseDoubleArrayElements)
      (JNIEnv *env, jdoubleArray array, jdouble *elems, jint mode);

    void ( *GetBooleanArrayRegion)
      (JNIEnv *env, jbooleanArray array, jsize start, jsize l, jboolean *buf);
    void ( *GetByteArrayRegion)
      (JNIEnv *env, jbyteArray array, jsize start, jsize len, jbyte *buf);
    void ( *GetCharArrayRegion)
      (JNIEnv *env, jcharArray array, jsize start, jsize len, jchar *buf);
    void ( *GetShortArrayRegion)
      (JNIEnv *env, jshortArray array, jsize start, jsize len, jshort *buf);
    void ( *GetIntArrayRegion)
      (JNIEnv *env, jintArray array, jsize start, jsize len, jint *buf);
    void ( *GetLongArrayRegion)
      (JNIEnv *env, jlongArray array, jsize start, jsize len, jlong *buf);
    void ( *GetFloatArrayRegion)
      (JNIEnv *env, jfloatArray array, jsize start, jsize len, jfloat *buf);
    void ( *GetDoubleArrayRegion)
      (JNIEnv *env, jdoubleArray array, jsize start, jsize len, jdouble *buf);

    void ( *SetBooleanArrayRegion)
      (JNIEnv *env, jbooleanArray array, jsize start, jsize l, const jboolean *buf);
    void ( *SetByteArrayRegion)
      (JNIEnv *env, jbyteArray array, jsize start, jsize len, const jbyte *buf);
    void ( *SetCharArrayRegion)
      (JNIEnv *env, jcharArray array, jsize start, jsize len, const jchar *buf);
    void ( *SetShortArrayRegion)
      (JNIEnv *env, jshortArray array, jsize start, jsize len, const jshort *buf);
    void ( *SetIntArrayRegion)
      (JNIEnv *env, jintArray array, jsize start, jsize len, const jint *buf);
    void ( *SetLongArrayRegion)
      (JNIEnv *env, jlongArray array, jsize start, jsize len, const jlong *buf);
    void ( *SetFloatArrayRegion)
      (JNIEnv *env, jfloatArray array, jsize start, jsize len, const jfloat *buf);
    void ( *SetDoubleArrayRegion)
      (JNIEnv *env, jdoubleArray array, jsize start, jsize len, const jdouble *buf);

    jint ( *RegisterNatives)
      (JNIEnv *env, jclass clazz, const JNINativeMethod *methods,
       jint nMethods);
    jint ( *UnregisterNatives)
      (JNIEnv *env, jclass clazz);

    jint ( *MonitorEnter)
      (JNIEnv *env, jobject obj);
    jint ( *MonitorExit)
      (JNIEnv *env, jobject obj);

    jint ( *GetJavaVM)
      (JNIEnv *env, JavaVM **vm);

    void ( *GetStringRegion)
      (JNIEnv *env, jstring str, jsize start, jsize len, jchar *buf);
    void ( *GetStringUTFRegion)
      (JNIEnv *env, jstring str, jsize start, jsize len, char *buf);

    void * ( *GetPrimitiveArrayCritical)
      (JNIEnv *env, jarray array, jboolean *isCopy);
    void ( *ReleasePrimitiveArrayCritical)
      (JNIEnv *env, jarray array, void *carray, jint mode);

    const jchar * ( *GetStringCritical)
      (JNIEnv *env, jstring string, jboolean *isCopy);
    void ( *ReleaseStringCritical)
      (JNIEnv *env, jstring string, const jchar *cstring);

    jweak ( *NewWeakGlobalRef)
       (JNIEnv *env, jobject obj);
    void ( *DeleteWeakGlobalRef)
       (JNIEnv *env, jweak ref);

    jboolean ( *ExceptionCheck)
       (JNIEnv *env);

    jobject ( *NewDirectByteBuffer)
       (JNIEnv* env, void* address, jlong capacity);
    void* ( *GetDirectBufferAddress)
       (JNIEnv* env, jobject buf);
    jlong ( *GetDirectBufferCapacity)
       (JNIEnv* env, jobject buf);



    jobjectRefType ( *GetObjectRefType)
        (JNIEnv* env, jobject obj);



    jobject ( *GetModule)
       (JNIEnv* env, jclass clazz);
};
# 787 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
struct JNIEnv_ {
    const struct JNINativeInterface_ *functions;


    jint GetVersion() {
        return functions->GetVersion(this);
    }
    jclass DefineClass(const char *name, jobject loader, const jbyte *buf,
                       jsize len) {
        return functions->DefineClass(this, name, loader, buf, len);
    }
    jclass FindClass(const char *name) {
        return functions->FindClass(this, name);
    }
    jmethodID FromReflectedMethod(jobject method) {
        return functions->FromReflectedMethod(this,method);
    }
    jfieldID FromReflectedField(jobject field) {
        return functions->FromReflectedField(this,field);
    }

    jobject ToReflectedMethod(jclass cls, jmethodID methodID, jboolean isStatic) {
        return functions->ToReflectedMethod(this, cls, methodID, isStatic);
    }

    jclass GetSuperclass(jclass sub) {
        return functions->GetSuperclass(this, sub);
    }
    jboolean IsAssignableFrom(jclass sub, jclass sup) {
        return functions->IsAssignableFrom(this, sub, sup);
    }

    jobject ToReflectedField(jclass cls, jfieldID fieldID, jboolean isStatic) {
        return functions->ToReflectedField(this,cls,fieldID,isStatic);
    }

    jint Throw(jthrowable obj) {
        return functions->Throw(this, obj);
    }
    jint ThrowNew(jclass clazz, const char *msg) {
        return functions->ThrowNew(this, clazz, msg);
    }
    jthrowable ExceptionOccurred() {
        return functions->ExceptionOccurred(this);
    }
    void ExceptionDescribe() {
        functions->ExceptionDescribe(this);
    }
    void ExceptionClear() {
        functions->ExceptionClear(this);
    }
    void FatalError(const char *msg) {
        functions->FatalError(this, msg);
    }

    jint PushLocalFrame(jint capacity) {
        return functions->PushLocalFrame(this,capacity);
    }
    jobject PopLocalFrame(jobject result) {
        return functions->PopLocalFrame(this,result);
    }

    jobject NewGlobalRef(jobject lobj) {
        return functions->NewGlobalRef(this,lobj);
    }
    void DeleteGlobalRef(jobject gref) {
        functions->DeleteGlobalRef(this,gref);
    }
    void DeleteLocalRef(jobject obj) {
        functions->DeleteLocalRef(this, obj);
    }

    jboolean IsSameObject(jobject obj1, jobject obj2) {
        return functions->IsSameObject(this,obj1,obj2);
    }

    jobject NewLocalRef(jobject ref) {
        return functions->NewLocalRef(this,ref);
    }
    jint EnsureLocalCapacity(jint capacity) {
        return functions->EnsureLocalCapacity(this,capacity);
    }

    jobject AllocObject(jclass clazz) {
        return functions->AllocObject(this,clazz);
    }
    jobject NewObject(jclass clazz, jmethodID methodID, ...) {
        va_list args;
        jobject result;
        __builtin_va_start(args,methodID);
        result = functions->NewObjectV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jobject NewObjectV(jclass clazz, jmethodID methodID,
                       va_list args) {
        return functions->NewObjectV(this,clazz,methodID,args);
    }
    jobject NewObjectA(jclass clazz, jmethodID methodID,
                       const jvalue *args) {
        return functions->NewObjectA(this,clazz,methodID,args);
    }

    jclass GetObjectClass(jobject obj) {
        return functions->GetObjectClass(this,obj);
    }
    jboolean IsInstanceOf(jobject obj, jclass clazz) {
        return functions->IsInstanceOf(this,obj,clazz);
    }

    jmethodID GetMethodID(jclass clazz, const char *name,
                          const char *sig) {
        return functions->GetMethodID(this,clazz,name,sig);
    }

    jobject CallObjectMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jobject result;
        __builtin_va_start(args,methodID);
        result = functions->CallObjectMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jobject CallObjectMethodV(jobject obj, jmethodID methodID,
                        va_list args) {
        return functions->CallObjectMethodV(this,obj,methodID,args);
    }
    jobject CallObjectMethodA(jobject obj, jmethodID methodID,
                        const jvalue * args) {
        return functions->CallObjectMethodA(this,obj,methodID,args);
    }

    jboolean CallBooleanMethod(jobject obj,
                               jmethodID methodID, ...) {
        va_list args;
        jboolean result;
        __builtin_va_start(args,methodID);
        result = functions->CallBooleanMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jboolean CallBooleanMethodV(jobject obj, jmethodID methodID,
                                va_list args) {
        return functions->CallBooleanMethodV(this,obj,methodID,args);
    }
    jboolean CallBooleanMethodA(jobject obj, jmethodID methodID,
                                const jvalue * args) {
        return functions->CallBooleanMethodA(this,obj,methodID, args);
    }

    jbyte CallByteMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jbyte result;
        __builtin_va_start(args,methodID);
        result = functions->CallByteMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jbyte CallByteMethodV(jobject obj, jmethodID methodID,
                          va_list args) {
        return functions->CallByteMethodV(this,obj,methodID,args);
    }
    jbyte CallByteMethodA(jobject obj, jmethodID methodID,
                          const jvalue * args) {
        return functions->CallByteMethodA(this,obj,methodID,args);
    }

    jchar CallCharMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jchar result;
        __builtin_va_start(args,methodID);
        result = functions->CallCharMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jchar CallCharMethodV(jobject obj, jmethodID methodID,
                          va_list args) {
        return functions->CallCharMethodV(this,obj,methodID,args);
    }
    jchar CallCharMethodA(jobject obj, jmethodID methodID,
                          const jvalue * args) {
        return functions->CallCharMethodA(this,obj,methodID,args);
    }

    jshort CallShortMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jshort result;
        __builtin_va_start(args,methodID);
        result = functions->CallShortMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jshort CallShortMethodV(jobject obj, jmethodID methodID,
                            va_list args) {
        return functions->CallShortMethodV(this,obj,methodID,args);
    }
    jshort CallShortMethodA(jobject obj, jmethodID methodID,
                            const jvalue * args) {
        return functions->CallShortMethodA(this,obj,methodID,args);
    }

    jint CallIntMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jint result;
        __builtin_va_start(args,methodID);
        result = functions->CallIntMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jint CallIntMethodV(jobject obj, jmethodID methodID,
                        va_list args) {
        return functions->CallIntMethodV(this,obj,methodID,args);
    }
    jint CallIntMethodA(jobject obj, jmethodID methodID,
                        const jvalue * args) {
        return functions->CallIntMethodA(this,obj,methodID,args);
    }

    jlong CallLongMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jlong result;
        __builtin_va_start(args,methodID);
        result = functions->CallLongMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jlong CallLongMethodV(jobject obj, jmethodID methodID,
                          va_list args) {
        return functions->CallLongMethodV(this,obj,methodID,args);
    }
    jlong CallLongMethodA(jobject obj, jmethodID methodID,
                          const jvalue * args) {
        return functions->CallLongMethodA(this,obj,methodID,args);
    }

    jfloat CallFloatMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jfloat result;
        __builtin_va_start(args,methodID);
        result = functions->CallFloatMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jfloat CallFloatMethodV(jobject obj, jmethodID methodID,
                            va_list args) {
        return functions->CallFloatMethodV(this,obj,methodID,args);
    }
    jfloat CallFloatMethodA(jobject obj, jmethodID methodID,
                            const jvalue * args) {
        return functions->CallFloatMethodA(this,obj,methodID,args);
    }

    jdouble CallDoubleMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        jdouble result;
        __builtin_va_start(args,methodID);
        result = functions->CallDoubleMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jdouble CallDoubleMethodV(jobject obj, jmethodID methodID,
                        va_list args) {
        return functions->CallDoubleMethodV(this,obj,methodID,args);
    }
    jdouble CallDoubleMethodA(jobject obj, jmethodID methodID,
                        const jvalue * args) {
        return functions->CallDoubleMethodA(this,obj,methodID,args);
    }

    void CallVoidMethod(jobject obj, jmethodID methodID, ...) {
        va_list args;
        __builtin_va_start(args,methodID);
        functions->CallVoidMethodV(this,obj,methodID,args);
        __builtin_va_end(args);
    }
    void CallVoidMethodV(jobject obj, jmethodID methodID,
                         va_list args) {
        functions->CallVoidMethodV(this,obj,methodID,args);
    }
    void CallVoidMethodA(jobject obj, jmethodID methodID,
                         const jvalue * args) {
        functions->CallVoidMethodA(this,obj,methodID,args);
    }

    jobject CallNonvirtualObjectMethod(jobject obj, jclass clazz,
                                       jmethodID methodID, ...) {
        va_list args;
        jobject result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualObjectMethodV(this,obj,clazz,
                                                        methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jobject CallNonvirtualObjectMethodV(jobject obj, jclass clazz,
                                        jmethodID methodID, va_list args) {
        return functions->CallNonvirtualObjectMethodV(this,obj,clazz,
                                                      methodID,args);
    }
    jobject CallNonvirtualObjectMethodA(jobject obj, jclass clazz,
                                        jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualObjectMethodA(this,obj,clazz,
                                                      methodID,args);
    }

    jboolean CallNonvirtualBooleanMethod(jobject obj, jclass clazz,
                                         jmethodID methodID, ...) {
        va_list args;
        jboolean result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualBooleanMethodV(this,obj,clazz,
                                                         methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jboolean CallNonvirtualBooleanMethodV(jobject obj, jclass clazz,
                                          jmethodID methodID, va_list args) {
        return functions->CallNonvirtualBooleanMethodV(this,obj,clazz,
                                                       methodID,args);
    }
    jboolean CallNonvirtualBooleanMethodA(jobject obj, jclass clazz,
                                          jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualBooleanMethodA(this,obj,clazz,
                                                       methodID, args);
    }

    jbyte CallNonvirtualByteMethod(jobject obj, jclass clazz,
                                   jmethodID methodID, ...) {
        va_list args;
        jbyte result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualByteMethodV(this,obj,clazz,
                                                      methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jbyte CallNonvirtualByteMethodV(jobject obj, jclass clazz,
                                    jmethodID methodID, va_list args) {
        return functions->CallNonvirtualByteMethodV(this,obj,clazz,
                                                    methodID,args);
    }
    jbyte CallNonvirtualByteMethodA(jobject obj, jclass clazz,
                                    jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualByteMethodA(this,obj,clazz,
                                                    methodID,args);
    }

    jchar CallNonvirtualCharMethod(jobject obj, jclass clazz,
                                   jmethodID methodID, ...) {
        va_list args;
        jchar result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualCharMethodV(this,obj,clazz,
                                                      methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jchar CallNonvirtualCharMethodV(jobject obj, jclass clazz,
                                    jmethodID methodID, va_list args) {
        return functions->CallNonvirtualCharMethodV(this,obj,clazz,
                                                    methodID,args);
    }
    jchar CallNonvirtualCharMethodA(jobject obj, jclass clazz,
                                    jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualCharMethodA(this,obj,clazz,
                                                    methodID,args);
    }

    jshort CallNonvirtualShortMethod(jobject obj, jclass clazz,
                                     jmethodID methodID, ...) {
        va_list args;
        jshort result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualShortMethodV(this,obj,clazz,
                                                       methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jshort CallNonvirtualShortMethodV(jobject obj, jclass clazz,
                                      jmethodID methodID, va_list args) {
        return functions->CallNonvirtualShortMethodV(this,obj,clazz,
                                                     methodID,args);
    }
    jshort CallNonvirtualShortMethodA(jobject obj, jclass clazz,
                                      jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualShortMethodA(this,obj,clazz,
                                                     methodID,args);
    }

    jint CallNonvirtualIntMethod(jobject obj, jclass clazz,
                                 jmethodID methodID, ...) {
        va_list args;
        jint result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualIntMethodV(this,obj,clazz,
                                                     methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jint CallNonvirtualIntMethodV(jobject obj, jclass clazz,
                                  jmethodID methodID, va_list args) {
        return functions->CallNonvirtualIntMethodV(this,obj,clazz,
                                                   methodID,args);
    }
    jint CallNonvirtualIntMethodA(jobject obj, jclass clazz,
                                  jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualIntMethodA(this,obj,clazz,
                                                   methodID,args);
    }

    jlong CallNonvirtualLongMethod(jobject obj, jclass clazz,
                                   jmethodID methodID, ...) {
        va_list args;
        jlong result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualLongMethodV(this,obj,clazz,
                                                      methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jlong CallNonvirtualLongMethodV(jobject obj, jclass clazz,
                                    jmethodID methodID, va_list args) {
        return functions->CallNonvirtualLongMethodV(this,obj,clazz,
                                                    methodID,args);
    }
    jlong CallNonvirtualLongMethodA(jobject obj, jclass clazz,
                                    jmethodID methodID, const jvalue * args) {
        return functions->CallNonvirtualLongMethodA(this,obj,clazz,
                                                    methodID,args);
    }

    jfloat CallNonvirtualFloatMethod(jobject obj, jclass clazz,
                                     jmethodID methodID, ...) {
        va_list args;
        jfloat result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualFloatMethodV(this,obj,clazz,
                                                       methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jfloat CallNonvirtualFloatMethodV(jobject obj, jclass clazz,
                                      jmethodID methodID,
                                      va_list args) {
        return functions->CallNonvirtualFloatMethodV(this,obj,clazz,
                                                     methodID,args);
    }
    jfloat CallNonvirtualFloatMethodA(jobject obj, jclass clazz,
                                      jmethodID methodID,
                                      const jvalue * args) {
        return functions->CallNonvirtualFloatMethodA(this,obj,clazz,
                                                     methodID,args);
    }

    jdouble CallNonvirtualDoubleMethod(jobject obj, jclass clazz,
                                       jmethodID methodID, ...) {
        va_list args;
        jdouble result;
        __builtin_va_start(args,methodID);
        result = functions->CallNonvirtualDoubleMethodV(this,obj,clazz,
                                                        methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jdouble CallNonvirtualDoubleMethodV(jobject obj, jclass clazz,
                                        jmethodID methodID,
                                        va_list args) {
        return functions->CallNonvirtualDoubleMethodV(this,obj,clazz,
                                                      methodID,args);
    }
    jdouble CallNonvirtualDoubleMethodA(jobject obj, jclass clazz,
                                        jmethodID methodID,
                                        const jvalue * args) {
        return functions->CallNonvirtualDoubleMethodA(this,obj,clazz,
                                                      methodID,args);
    }

    void CallNonvirtualVoidMethod(jobject obj, jclass clazz,
                                  jmethodID methodID, ...) {
        va_list args;
        __builtin_va_start(args,methodID);
        functions->CallNonvirtualVoidMethodV(this,obj,clazz,methodID,args);
        __builtin_va_end(args);
    }
    void CallNonvirtualVoidMethodV(jobject obj, jclass clazz,
                                   jmethodID methodID,
                                   va_list args) {
        functions->CallNonvirtualVoidMethodV(this,obj,clazz,methodID,args);
    }
    void CallNonvirtualVoidMethodA(jobject obj, jclass clazz,
                                   jmethodID methodID,
                                   const jvalue * args) {
        functions->CallNonvirtualVoidMethodA(this,obj,clazz,methodID,args);
    }

    jfieldID GetFieldID(jclass clazz, const char *name,
                        const char *sig) {
        return functions->GetFieldID(this,clazz,name,sig);
    }

    jobject GetObjectField(jobject obj, jfieldID fieldID) {
        return functions->GetObjectField(this,obj,fieldID);
    }
    jboolean GetBooleanField(jobject obj, jfieldID fieldID) {
        return functions->GetBooleanField(this,obj,fieldID);
    }
    jbyte GetByteField(jobject obj, jfieldID fieldID) {
        return functions->GetByteField(this,obj,fieldID);
    }
    jchar GetCharField(jobject obj, jfieldID fieldID) {
        return functions->GetCharField(this,obj,fieldID);
    }
    jshort GetShortField(jobject obj, jfieldID fieldID) {
        return functions->GetShortField(this,obj,fieldID);
    }
    jint GetIntField(jobject obj, jfieldID fieldID) {
        return functions->GetIntField(this,obj,fieldID);
    }
    jlong GetLongField(jobject obj, jfieldID fieldID) {
        return functions->GetLongField(this,obj,fieldID);
    }
    jfloat GetFloatField(jobject obj, jfieldID fieldID) {
        return functions->GetFloatField(this,obj,fieldID);
    }
    jdouble GetDoubleField(jobject obj, jfieldID fieldID) {
        return functions->GetDoubleField(this,obj,fieldID);
    }

    void SetObjectField(jobject obj, jfieldID fieldID, jobject val) {
        functions->SetObjectField(this,obj,fieldID,val);
    }
    void SetBooleanField(jobject obj, jfieldID fieldID,
                         jboolean val) {
        functions->SetBooleanField(this,obj,fieldID,val);
    }
    void SetByteField(jobject obj, jfieldID fieldID,
                      jbyte val) {
        functions->SetByteField(this,obj,fieldID,val);
    }
    void SetCharField(jobject obj, jfieldID fieldID,
                      jchar val) {
        functions->SetCharField(this,obj,fieldID,val);
    }
    void SetShortField(jobject obj, jfieldID fieldID,
                       jshort val) {
        functions->SetShortField(this,obj,fieldID,val);
    }
    void SetIntField(jobject obj, jfieldID fieldID,
                     jint val) {
        functions->SetIntField(this,obj,fieldID,val);
    }
    void SetLongField(jobject obj, jfieldID fieldID,
                      jlong val) {
        functions->SetLongField(this,obj,fieldID,val);
    }
    void SetFloatField(jobject obj, jfieldID fieldID,
                       jfloat val) {
        functions->SetFloatField(this,obj,fieldID,val);
    }
    void SetDoubleField(jobject obj, jfieldID fieldID,
                        jdouble val) {
        functions->SetDoubleField(this,obj,fieldID,val);
    }

    jmethodID GetStaticMethodID(jclass clazz, const char *name,
                                const char *sig) {
        return functions->GetStaticMethodID(this,clazz,name,sig);
    }

    jobject CallStaticObjectMethod(jclass clazz, jmethodID methodID,
                             ...) {
        va_list args;
        jobject result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticObjectMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jobject CallStaticObjectMethodV(jclass clazz, jmethodID methodID,
                              va_list args) {
        return functions->CallStaticObjectMethodV(this,clazz,methodID,args);
    }
    jobject CallStaticObjectMethodA(jclass clazz, jmethodID methodID,
                              const jvalue *args) {
        return functions->CallStaticObjectMethodA(this,clazz,methodID,args);
    }

    jboolean CallStaticBooleanMethod(jclass clazz,
                                     jmethodID methodID, ...) {
        va_list args;
        jboolean result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticBooleanMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jboolean CallStaticBooleanMethodV(jclass clazz,
                                      jmethodID methodID, va_list args) {
        return functions->CallStaticBooleanMethodV(this,clazz,methodID,args);
    }
    jboolean CallStaticBooleanMethodA(jclass clazz,
                                      jmethodID methodID, const jvalue *args) {
        return functions->CallStaticBooleanMethodA(this,clazz,methodID,args);
    }

    jbyte CallStaticByteMethod(jclass clazz,
                               jmethodID methodID, ...) {
        va_list args;
        jbyte result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticByteMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jbyte CallStaticByteMethodV(jclass clazz,
                                jmethodID methodID, va_list args) {
        return functions->CallStaticByteMethodV(this,clazz,methodID,args);
    }
    jbyte CallStaticByteMethodA(jclass clazz,
                                jmethodID methodID, const jvalue *args) {
        return functions->CallStaticByteMethodA(this,clazz,methodID,args);
    }

    jchar CallStaticCharMethod(jclass clazz,
                               jmethodID methodID, ...) {
        va_list args;
        jchar result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticCharMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jchar CallStaticCharMethodV(jclass clazz,
                                jmethodID methodID, va_list args) {
        return functions->CallStaticCharMethodV(this,clazz,methodID,args);
    }
    jchar CallStaticCharMethodA(jclass clazz,
                                jmethodID methodID, const jvalue *args) {
        return functions->CallStaticCharMethodA(this,clazz,methodID,args);
    }

    jshort CallStaticShortMethod(jclass clazz,
                                 jmethodID methodID, ...) {
        va_list args;
        jshort result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticShortMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jshort CallStaticShortMethodV(jclass clazz,
                                  jmethodID methodID, va_list args) {
        return functions->CallStaticShortMethodV(this,clazz,methodID,args);
    }
    jshort CallStaticShortMethodA(jclass clazz,
                                  jmethodID methodID, const jvalue *args) {
        return functions->CallStaticShortMethodA(this,clazz,methodID,args);
    }

    jint CallStaticIntMethod(jclass clazz,
                             jmethodID methodID, ...) {
        va_list args;
        jint result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticIntMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jint CallStaticIntMethodV(jclass clazz,
                              jmethodID methodID, va_list args) {
        return functions->CallStaticIntMethodV(this,clazz,methodID,args);
    }
    jint CallStaticIntMethodA(jclass clazz,
                              jmethodID methodID, const jvalue *args) {
        return functions->CallStaticIntMethodA(this,clazz,methodID,args);
    }

    jlong CallStaticLongMethod(jclass clazz,
                               jmethodID methodID, ...) {
        va_list args;
        jlong result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticLongMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jlong CallStaticLongMethodV(jclass clazz,
                                jmethodID methodID, va_list args) {
        return functions->CallStaticLongMethodV(this,clazz,methodID,args);
    }
    jlong CallStaticLongMethodA(jclass clazz,
                                jmethodID methodID, const jvalue *args) {
        return functions->CallStaticLongMethodA(this,clazz,methodID,args);
    }

    jfloat CallStaticFloatMethod(jclass clazz,
                                 jmethodID methodID, ...) {
        va_list args;
        jfloat result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticFloatMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jfloat CallStaticFloatMethodV(jclass clazz,
                                  jmethodID methodID, va_list args) {
        return functions->CallStaticFloatMethodV(this,clazz,methodID,args);
    }
    jfloat CallStaticFloatMethodA(jclass clazz,
                                  jmethodID methodID, const jvalue *args) {
        return functions->CallStaticFloatMethodA(this,clazz,methodID,args);
    }

    jdouble CallStaticDoubleMethod(jclass clazz,
                                   jmethodID methodID, ...) {
        va_list args;
        jdouble result;
        __builtin_va_start(args,methodID);
        result = functions->CallStaticDoubleMethodV(this,clazz,methodID,args);
        __builtin_va_end(args);
        return result;
    }
    jdouble CallStaticDoubleMethodV(jclass clazz,
                                    jmethodID methodID, va_list args) {
        return functions->CallStaticDoubleMethodV(this,clazz,methodID,args);
    }
    jdouble CallStaticDoubleMethodA(jclass clazz,
                                    jmethodID methodID, const jvalue *args) {
        return functions->CallStaticDoubleMethodA(this,clazz,methodID,args);
    }

    void CallStaticVoidMethod(jclass cls, jmethodID methodID, ...) {
        va_list args;
        __builtin_va_start(args,methodID);
        functions->CallStaticVoidMethodV(this,cls,methodID,args);
        __builtin_va_end(args);
    }
    void CallStaticVoidMethodV(jclass cls, jmethodID methodID,
                               va_list args) {
        functions->CallStaticVoidMethodV(this,cls,methodID,args);
    }
    void CallStaticVoidMethodA(jclass cls, jmethodID methodID,
                               const jvalue * args) {
        functions->CallStaticVoidMethodA(this,cls,methodID,args);
    }

    jfieldID GetStaticFieldID(jclass clazz, const char *name,
                              const char *sig) {
        return functions->GetStaticFieldID(this,clazz,name,sig);
    }
    jobject GetStaticObjectField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticObjectField(this,clazz,fieldID);
    }
    jboolean GetStaticBooleanField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticBooleanField(this,clazz,fieldID);
    }
    jbyte GetStaticByteField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticByteField(this,clazz,fieldID);
    }
    jchar GetStaticCharField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticCharField(this,clazz,fieldID);
    }
    jshort GetStaticShortField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticShortField(this,clazz,fieldID);
    }
    jint GetStaticIntField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticIntField(this,clazz,fieldID);
    }
    jlong GetStaticLongField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticLongField(this,clazz,fieldID);
    }
    jfloat GetStaticFloatField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticFloatField(this,clazz,fieldID);
    }
    jdouble GetStaticDoubleField(jclass clazz, jfieldID fieldID) {
        return functions->GetStaticDoubleField(this,clazz,fieldID);
    }

    void SetStaticObjectField(jclass clazz, jfieldID fieldID,
                        jobject value) {
      functions->SetStaticObjectField(this,clazz,fieldID,value);
    }
    void SetStaticBooleanField(jclass clazz, jfieldID fieldID,
                        jboolean value) {
      functions->SetStaticBooleanField(this,clazz,fieldID,value);
    }
    void SetStaticByteField(jclass clazz, jfieldID fieldID,
                        jbyte value) {
      functions->SetStaticByteField(this,clazz,fieldID,value);
    }
    void SetStaticCharField(jclass clazz, jfieldID fieldID,
                        jchar value) {
      functions->SetStaticCharField(this,clazz,fieldID,value);
    }
    void SetStaticShortField(jclass clazz, jfieldID fieldID,
                        jshort value) {
      functions->SetStaticShortField(this,clazz,fieldID,value);
    }
    void SetStaticIntField(jclass clazz, jfieldID fieldID,
                        jint value) {
      functions->SetStaticIntField(this,clazz,fieldID,value);
    }
    void SetStaticLongField(jclass clazz, jfieldID fieldID,
                        jlong value) {
      functions->SetStaticLongField(this,clazz,fieldID,value);
    }
    void SetStaticFloatField(jclass clazz, jfieldID fieldID,
                        jfloat value) {
      functions->SetStaticFloatField(this,clazz,fieldID,value);
    }
    void SetStaticDoubleField(jclass clazz, jfieldID fieldID,
                        jdouble value) {
      functions->SetStaticDoubleField(this,clazz,fieldID,value);
    }

    jstring NewString(const jchar *unicode, jsize len) {
        return functions->NewString(this,unicode,len);
    }
    jsize GetStringLength(jstring str) {
        return functions->GetStringLength(this,str);
    }
    const jchar *GetStringChars(jstring str, jboolean *isCopy) {
        return functions->GetStringChars(this,str,isCopy);
    }
    void ReleaseStringChars(jstring str, const jchar *chars) {
        functions->ReleaseStringChars(this,str,chars);
    }

    jstring NewStringUTF(const char *utf) {
        return functions->NewStringUTF(this,utf);
    }
    jsize GetStringUTFLength(jstring str) {
        return functions->GetStringUTFLength(this,str);
    }
    const char* GetStringUTFChars(jstring str, jboolean *isCopy) {
        return functions->GetStringUTFChars(this,str,isCopy);
    }
    void ReleaseStringUTFChars(jstring str, const char* chars) {
        functions->ReleaseStringUTFChars(this,str,chars);
    }

    jsize GetArrayLength(jarray array) {
        return functions->GetArrayLength(this,array);
    }

    jobjectArray NewObjectArray(jsize len, jclass clazz,
                                jobject init) {
        return functions->NewObjectArray(this,len,clazz,init);
    }
    jobject GetObjectArrayElement(jobjectArray array, jsize index) {
        return functions->GetObjectArrayElement(this,array,index);
    }
    void SetObjectArrayElement(jobjectArray array, jsize index,
                               jobject val) {
        functions->SetObjectArrayElement(this,array,index,val);
    }

    jbooleanArray NewBooleanArray(jsize len) {
        return functions->NewBooleanArray(this,len);
    }
    jbyteArray NewByteArray(jsize len) {
        return functions->NewByteArray(this,len);
    }
    jcharArray NewCharArray(jsize len) {
        return functions->NewCharArray(this,len);
    }
    jshortArray NewShortArray(jsize len) {
        return functions->NewShortArray(this,len);
    }
    jintArray NewIntArray(jsize len) {
        return functions->NewIntArray(this,len);
    }
    jlongArray NewLongArray(jsize len) {
        return functions->NewLongArray(this,len);
    }
    jfloatArray NewFloatArray(jsize len) {
        return functions->NewFloatArray(this,len);
    }
    jdoubleArray NewDoubleArray(jsize len) {
        return functions->NewDoubleArray(this,len);
    }

    jboolean * GetBooleanArrayElements(jbooleanArray array, jboolean *isCopy) {
        return functions->GetBooleanArrayElements(this,array,isCopy);
    }
    jbyte * GetByteArrayElements(jbyteArray array, jboolean *isCopy) {
        return functions->GetByteArrayElements(this,array,isCopy);
    }
    jchar * GetCharArrayElements(jcharArray array, jboolean *isCopy) {
        return functions->GetCharArrayElements(this,array,isCopy);
    }
    jshort * GetShortArrayElements(jshortArray array, jboolean *isCopy) {
        return functions->GetShortArrayElements(this,array,isCopy);
    }
    jint * GetIntArrayElements(jintArray array, jboolean *isCopy) {
        return functions->GetIntArrayElements(this,array,isCopy);
    }
    jlong * GetLongArrayElements(jlongArray array, jboolean *isCopy) {
        return functions->GetLongArrayElements(this,array,isCopy);
    }
    jfloat * GetFloatArrayElements(jfloatArray array, jboolean *isCopy) {
        return functions->GetFloatArrayElements(this,array,isCopy);
    }
    jdouble * GetDoubleArrayElements(jdoubleArray array, jboolean *isCopy) {
        return functions->GetDoubleArrayElements(this,array,isCopy);
    }

    void ReleaseBooleanArrayElements(jbooleanArray array,
                                     jboolean *elems,
                                     jint mode) {
        functions->ReleaseBooleanArrayElements(this,array,elems,mode);
    }
    void ReleaseByteArrayElements(jbyteArray array,
                                  jbyte *elems,
                                  jint mode) {
        functions->ReleaseByteArrayElements(this,array,elems,mode);
    }
    void ReleaseCharArrayElements(jcharArray array,
                                  jchar *elems,
                                  jint mode) {
        functions->ReleaseCharArrayElements(this,array,elems,mode);
    }
    void ReleaseShortArrayElements(jshortArray array,
                                   jshort *elems,
                                   jint mode) {
        functions->ReleaseShortArrayElements(this,array,elems,mode);
    }
    void ReleaseIntArrayElements(jintArray array,
                                 jint *elems,
                                 jint mode) {
        functions->ReleaseIntArrayElements(this,array,elems,mode);
    }
    void ReleaseLongArrayElements(jlongArray array,
                                  jlong *elems,
                                  jint mode) {
        functions->ReleaseLongArrayElements(this,array,elems,mode);
    }
    void ReleaseFloatArrayElements(jfloatArray array,
                                   jfloat *elems,
                                   jint mode) {
        functions->ReleaseFloatArrayElements(this,array,elems,mode);
    }
    void ReleaseDoubleArrayElements(jdoubleArray array,
                                    jdouble *elems,
                                    jint mode) {
        functions->ReleaseDoubleArrayElements(this,array,elems,mode);
    }

    void GetBooleanArrayRegion(jbooleanArray array,
                               jsize start, jsize len, jboolean *buf) {
        functions->GetBooleanArrayRegion(this,array,start,len,buf);
    }
    void GetByteArrayRegion(jbyteArray array,
                            jsize start, jsize len, jbyte *buf) {
        functions->GetByteArrayRegion(this,array,start,len,buf);
    }
    void GetCharArrayRegion(jcharArray array,
                            jsize start, jsize len, jchar *buf) {
        functions->GetCharArrayRegion(this,array,start,len,buf);
    }
    void GetShortArrayRegion(jshortArray array,
                             jsize start, jsize len, jshort *buf) {
        functions->GetShortArrayRegion(this,array,start,len,buf);
    }
    void GetIntArrayRegion(jintArray array,
                           jsize start, jsize len, jint *buf) {
        functions->GetIntArrayRegion(this,array,start,len,buf);
    }
    void GetLongArrayRegion(jlongArray array,
                            jsize start, jsize len, jlong *buf) {
        functions->GetLongArrayRegion(this,array,start,len,buf);
    }
    void GetFloatArrayRegion(jfloatArray array,
                             jsize start, jsize len, jfloat *buf) {
        functions->GetFloatArrayRegion(this,array,start,len,buf);
    }
    void GetDoubleArrayRegion(jdoubleArray array,
                              jsize start, jsize len, jdouble *buf) {
        functions->GetDoubleArrayRegion(this,array,start,len,buf);
    }

    void SetBooleanArrayRegion(jbooleanArray array, jsize start, jsize len,
                               const jboolean *buf) {
        functions->SetBooleanArrayRegion(this,array,start,len,buf);
    }
    void SetByteArrayRegion(jbyteArray array, jsize start, jsize len,
                            const jbyte *buf) {
        functions->SetByteArrayRegion(this,array,start,len,buf);
    }
    void SetCharArrayRegion(jcharArray array, jsize start, jsize len,
                            const jchar *buf) {
        functions->SetCharArrayRegion(this,array,start,len,buf);
    }
    void SetShortArrayRegion(jshortArray array, jsize start, jsize len,
                             const jshort *buf) {
        functions->SetShortArrayRegion(this,array,start,len,buf);
    }
    void SetIntArrayRegion(jintArray array, jsize start, jsize len,
                           const jint *buf) {
        functions->SetIntArrayRegion(this,array,start,len,buf);
    }
    void SetLongArrayRegion(jlongArray array, jsize start, jsize len,
                            const jlong *buf) {
        functions->SetLongArrayRegion(this,array,start,len,buf);
    }
    void SetFloatArrayRegion(jfloatArray array, jsize start, jsize len,
                             const jfloat *buf) {
        functions->SetFloatArrayRegion(this,array,start,len,buf);
    }
    void SetDoubleArrayRegion(jdoubleArray array, jsize start, jsize len,
                              const jdouble *buf) {
        functions->SetDoubleArrayRegion(this,array,start,len,buf);
    }

    jint RegisterNatives(jclass clazz, const JNINativeMethod *methods,
                         jint nMethods) {
        return functions->RegisterNatives(this,clazz,methods,nMethods);
    }
    jint UnregisterNatives(jclass clazz) {
        return functions->UnregisterNatives(this,clazz);
    }

    jint MonitorEnter(jobject obj) {
        return functions->MonitorEnter(this,obj);
    }
    jint MonitorExit(jobject obj) {
        return functions->MonitorExit(this,obj);
    }

    jint GetJavaVM(JavaVM **vm) {
        return functions->GetJavaVM(this,vm);
    }

    void GetStringRegion(jstring str, jsize start, jsize len, jchar *buf) {
        functions->GetStringRegion(this,str,start,len,buf);
    }
    void GetStringUTFRegion(jstring str, jsize start, jsize len, char *buf) {
        functions->GetStringUTFRegion(this,str,start,len,buf);
    }

    void * GetPrimitiveArrayCritical(jarray array, jboolean *isCopy) {
        return functions->GetPrimitiveArrayCritical(this,array,isCopy);
    }
    void ReleasePrimitiveArrayCritical(jarray array, void *carray, jint mode) {
        functions->ReleasePrimitiveArrayCritical(this,array,carray,mode);
    }

    const jchar * GetStringCritical(jstring string, jboolean *isCopy) {
        return functions->GetStringCritical(this,string,isCopy);
    }
    void ReleaseStringCritical(jstring string, const jchar *cstring) {
        functions->ReleaseStringCritical(this,string,cstring);
    }

    jweak NewWeakGlobalRef(jobject obj) {
        return functions->NewWeakGlobalRef(this,obj);
    }
    void DeleteWeakGlobalRef(jweak ref) {
        functions->DeleteWeakGlobalRef(this,ref);
    }

    jboolean ExceptionCheck() {
        return functions->ExceptionCheck(this);
    }

    jobject NewDirectByteBuffer(void* address, jlong capacity) {
        return functions->NewDirectByteBuffer(this, address, capacity);
    }
    void* GetDirectBufferAddress(jobject buf) {
        return functions->GetDirectBufferAddress(this, buf);
    }
    jlong GetDirectBufferCapacity(jobject buf) {
        return functions->GetDirectBufferCapacity(this, buf);
    }
    jobjectRefType GetObjectRefType(jobject obj) {
        return functions->GetObjectRefType(this, obj);
    }



    jobject GetModule(jclass clazz) {
        return functions->GetModule(this, clazz);
    }


};
# 1888 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
typedef struct JavaVMOption {
    char *optionString;
    void *extraInfo;
} JavaVMOption;

typedef struct JavaVMInitArgs {
    jint version;

    jint nOptions;
    JavaVMOption *options;
    jboolean ignoreUnrecognized;
} JavaVMInitArgs;

typedef struct JavaVMAttachArgs {
    jint version;

    char *name;
    jobject group;
} JavaVMAttachArgs;
# 1915 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
struct JNIInvokeInterface_ {
    void *reserved0;
    void *reserved1;
    void *reserved2;

    jint ( *DestroyJavaVM)(JavaVM *vm);

    jint ( *AttachCurrentThread)(JavaVM *vm, void **penv, void *args);

    jint ( *DetachCurrentThread)(JavaVM *vm);

    jint ( *GetEnv)(JavaVM *vm, void **penv, jint version);

    jint ( *AttachCurrentThreadAsDaemon)(JavaVM *vm, void **penv, void *args);
};

struct JavaVM_ {
    const struct JNIInvokeInterface_ *functions;


    jint DestroyJavaVM() {
        return functions->DestroyJavaVM(this);
    }
    jint AttachCurrentThread(void **penv, void *args) {
        return functions->AttachCurrentThread(this, penv, args);
    }
    jint DetachCurrentThread() {
        return functions->DetachCurrentThread(this);
    }

    jint GetEnv(void **penv, jint version) {
        return functions->GetEnv(this, penv, version);
    }
    jint AttachCurrentThreadAsDaemon(void **penv, void *args) {
        return functions->AttachCurrentThreadAsDaemon(this, penv, args);
    }

};






__attribute__((visibility("default"))) jint
JNI_GetDefaultJavaVMInitArgs(void *args);

__attribute__((visibility("default"))) jint
JNI_CreateJavaVM(JavaVM **pvm, void **penv, void *args);

__attribute__((visibility("default"))) jint
JNI_GetCreatedJavaVMs(JavaVM **, jsize, jsize *);


__attribute__((visibility("default"))) jint
JNI_OnLoad(JavaVM *vm, void *reserved);

__attribute__((visibility("default"))) void
JNI_OnUnload(JavaVM *vm, void *reserved);
# 1984 "/usr/lib/jvm/java-17-openjdk-amd64/include/jni.h" 3 4
}
# 6 "include/ffiguard/jni/call/class.hpp" 2

# 1 "/usr/include/c++/12/type_traits" 1 3
# 32 "/usr/include/c++/12/type_traits" 3
       
# 33 "/usr/include/c++/12/type_traits" 3





# 1 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 1 3
# 296 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 3
namespace std
{
  typedef long unsigned int size_t;
  typedef long int ptrdiff_t;


  typedef decltype(nullptr) nullptr_t;


#pragma GCC visibility push(default)


  extern "C++" __attribute__ ((__noreturn__, __always_inline__))
  inline void __terminate() noexcept
  {
    void terminate() noexcept __attribute__ ((__noreturn__));
    terminate();
  }
#pragma GCC visibility pop
}
# 329 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 3
namespace std
{
  inline namespace __cxx11 __attribute__((__abi_tag__ ("cxx11"))) { }
}
namespace __gnu_cxx
{
  inline namespace __cxx11 __attribute__((__abi_tag__ ("cxx11"))) { }
}
# 508 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 3
namespace std
{
#pragma GCC visibility push(default)




  constexpr inline bool
  __is_constant_evaluated() noexcept
  {





    return __builtin_is_constant_evaluated();



  }
#pragma GCC visibility pop
}
# 655 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 3
# 1 "/usr/include/x86_64-linux-gnu/c++/12/bits/os_defines.h" 1 3
# 656 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 2 3


# 1 "/usr/include/x86_64-linux-gnu/c++/12/bits/cpu_defines.h" 1 3
# 659 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 2 3
# 841 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 3
# 1 "/usr/include/c++/12/pstl/pstl_config.h" 1 3
# 842 "/usr/include/x86_64-linux-gnu/c++/12/bits/c++config.h" 2 3
# 39 "/usr/include/c++/12/type_traits" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{


  template<typename _Tp>
    class reference_wrapper;
# 61 "/usr/include/c++/12/type_traits" 3
  template<typename _Tp, _Tp __v>
    struct integral_constant
    {
      static constexpr _Tp value = __v;
      typedef _Tp value_type;
      typedef integral_constant<_Tp, __v> type;
      constexpr operator value_type() const noexcept { return value; }




      constexpr value_type operator()() const noexcept { return value; }

    };







  using true_type = integral_constant<bool, true>;


  using false_type = integral_constant<bool, false>;



  template<bool __v>
    using __bool_constant = integral_constant<bool, __v>;






  template<bool __v>
    using bool_constant = integral_constant<bool, __v>;




  template<bool>
    struct __conditional
    {
      template<typename _Tp, typename>
 using type = _Tp;
    };

  template<>
    struct __conditional<false>
    {
      template<typename, typename _Up>
 using type = _Up;
    };


  template<bool _Cond, typename _If, typename _Else>
    using __conditional_t
      = typename __conditional<_Cond>::template type<_If, _Else>;


  template <typename _Type>
    struct __type_identity
    { using type = _Type; };

  template<typename _Tp>
    using __type_identity_t = typename __type_identity<_Tp>::type;

  template<typename...>
    struct __or_;

  template<>
    struct __or_<>
    : public false_type
    { };

  template<typename _B1>
    struct __or_<_B1>
    : public _B1
    { };

  template<typename _B1, typename _B2>
    struct __or_<_B1, _B2>
    : public __conditional_t<_B1::value, _B1, _B2>
    { };

  template<typename _B1, typename _B2, typename _B3, typename... _Bn>
    struct __or_<_B1, _B2, _B3, _Bn...>
    : public __conditional_t<_B1::value, _B1, __or_<_B2, _B3, _Bn...>>
    { };

  template<typename...>
    struct __and_;

  template<>
    struct __and_<>
    : public true_type
    { };

  template<typename _B1>
    struct __and_<_B1>
    : public _B1
    { };

  template<typename _B1, typename _B2>
    struct __and_<_B1, _B2>
    : public __conditional_t<_B1::value, _B2, _B1>
    { };

  template<typename _B1, typename _B2, typename _B3, typename... _Bn>
    struct __and_<_B1, _B2, _B3, _Bn...>
    : public __conditional_t<_B1::value, __and_<_B2, _B3, _Bn...>, _B1>
    { };

  template<typename _Pp>
    struct __not_
    : public __bool_constant<!bool(_Pp::value)>
    { };





  template<typename... _Bn>
    inline constexpr bool __or_v = __or_<_Bn...>::value;
  template<typename... _Bn>
    inline constexpr bool __and_v = __and_<_Bn...>::value;




  template<typename... _Bn>
    struct conjunction
    : __and_<_Bn...>
    { };

  template<typename... _Bn>
    struct disjunction
    : __or_<_Bn...>
    { };

  template<typename _Pp>
    struct negation
    : __not_<_Pp>
    { };




  template<typename... _Bn>
    inline constexpr bool conjunction_v = conjunction<_Bn...>::value;

  template<typename... _Bn>
    inline constexpr bool disjunction_v = disjunction<_Bn...>::value;

  template<typename _Pp>
    inline constexpr bool negation_v = negation<_Pp>::value;





  template<typename>
    struct is_reference;
  template<typename>
    struct is_function;
  template<typename>
    struct is_void;
  template<typename>
    struct remove_cv;
  template<typename>
    struct is_const;


  template<typename>
    struct __is_array_unknown_bounds;




  template <typename _Tp, size_t = sizeof(_Tp)>
    constexpr true_type __is_complete_or_unbounded(__type_identity<_Tp>)
    { return {}; }

  template <typename _TypeIdentity,
      typename _NestedType = typename _TypeIdentity::type>
    constexpr typename __or_<
      is_reference<_NestedType>,
      is_function<_NestedType>,
      is_void<_NestedType>,
      __is_array_unknown_bounds<_NestedType>
    >::type __is_complete_or_unbounded(_TypeIdentity)
    { return {}; }






  template<typename _Tp>
    struct __success_type
    { typedef _Tp type; };

  struct __failure_type
  { };


  template<typename _Tp>
    using __remove_cv_t = typename remove_cv<_Tp>::type;



  template<typename>
    struct __is_void_helper
    : public false_type { };

  template<>
    struct __is_void_helper<void>
    : public true_type { };



  template<typename _Tp>
    struct is_void
    : public __is_void_helper<__remove_cv_t<_Tp>>::type
    { };


  template<typename>
    struct __is_integral_helper
    : public false_type { };

  template<>
    struct __is_integral_helper<bool>
    : public true_type { };

  template<>
    struct __is_integral_helper<char>
    : public true_type { };

  template<>
    struct __is_integral_helper<signed char>
    : public true_type { };

  template<>
    struct __is_integral_helper<unsigned char>
    : public true_type { };




  template<>
    struct __is_integral_helper<wchar_t>
    : public true_type { };







  template<>
    struct __is_integral_helper<char16_t>
    : public true_type { };

  template<>
    struct __is_integral_helper<char32_t>
    : public true_type { };

  template<>
    struct __is_integral_helper<short>
    : public true_type { };

  template<>
    struct __is_integral_helper<unsigned short>
    : public true_type { };

  template<>
    struct __is_integral_helper<int>
    : public true_type { };

  template<>
    struct __is_integral_helper<unsigned int>
    : public true_type { };

  template<>
    struct __is_integral_helper<long>
    : public true_type { };

  template<>
    struct __is_integral_helper<unsigned long>
    : public true_type { };

  template<>
    struct __is_integral_helper<long long>
    : public true_type { };

  template<>
    struct __is_integral_helper<unsigned long long>
    : public true_type { };
# 412 "/usr/include/c++/12/type_traits" 3
  template<typename _Tp>
    struct is_integral
    : public __is_integral_helper<__remove_cv_t<_Tp>>::type
    { };


  template<typename>
    struct __is_floating_point_helper
    : public false_type { };

  template<>
    struct __is_floating_point_helper<float>
    : public true_type { };

  template<>
    struct __is_floating_point_helper<double>
    : public true_type { };

  template<>
    struct __is_floating_point_helper<long double>
    : public true_type { };
# 442 "/usr/include/c++/12/type_traits" 3
  template<typename _Tp>
    struct is_floating_point
    : public __is_floating_point_helper<__remove_cv_t<_Tp>>::type
    { };


  template<typename>
    struct is_array
    : public false_type { };

  template<typename _Tp, std::size_t _Size>
    struct is_array<_Tp[_Size]>
    : public true_type { };

  template<typename _Tp>
    struct is_array<_Tp[]>
    : public true_type { };

  template<typename>
    struct __is_pointer_helper
    : public false_type { };

  template<typename _Tp>
    struct __is_pointer_helper<_Tp*>
    : public true_type { };


  template<typename _Tp>
    struct is_pointer
    : public __is_pointer_helper<__remove_cv_t<_Tp>>::type
    { };


  template<typename>
    struct is_lvalue_reference
    : public false_type { };

  template<typename _Tp>
    struct is_lvalue_reference<_Tp&>
    : public true_type { };


  template<typename>
    struct is_rvalue_reference
    : public false_type { };

  template<typename _Tp>
    struct is_rvalue_reference<_Tp&&>
    : public true_type { };

  template<typename>
    struct __is_member_object_pointer_helper
    : public false_type { };

  template<typename _Tp, typename _Cp>
    struct __is_member_object_pointer_helper<_Tp _Cp::*>
    : public __not_<is_function<_Tp>>::type { };


  template<typename _Tp>
    struct is_member_object_pointer
    : public __is_member_object_pointer_helper<__remove_cv_t<_Tp>>::type
    { };

  template<typename>
    struct __is_member_function_pointer_helper
    : public false_type { };

  template<typename _Tp, typename _Cp>
    struct __is_member_function_pointer_helper<_Tp _Cp::*>
    : public is_function<_Tp>::type { };


  template<typename _Tp>
    struct is_member_function_pointer
    : public __is_member_function_pointer_helper<__remove_cv_t<_Tp>>::type
    { };


  template<typename _Tp>
    struct is_enum
    : public integral_constant<bool, __is_enum(_Tp)>
    { };


  template<typename _Tp>
    struct is_union
    : public integral_constant<bool, __is_union(_Tp)>
    { };


  template<typename _Tp>
    struct is_class
    : public integral_constant<bool, __is_class(_Tp)>
    { };


  template<typename _Tp>
    struct is_function
    : public __bool_constant<!is_const<const _Tp>::value> { };

  template<typename _Tp>
    struct is_function<_Tp&>
    : public false_type { };

  template<typename _Tp>
    struct is_function<_Tp&&>
    : public false_type { };



  template<typename>
    struct __is_null_pointer_helper
    : public false_type { };

  template<>
    struct __is_null_pointer_helper<std::nullptr_t>
    : public true_type { };


  template<typename _Tp>
    struct is_null_pointer
    : public __is_null_pointer_helper<__remove_cv_t<_Tp>>::type
    { };



  template<typename _Tp>
    struct __is_nullptr_t
    : public is_null_pointer<_Tp>
    { } __attribute__ ((__deprecated__ ("use '" "std::is_null_pointer" "' instead")));




  template<typename _Tp>
    struct is_reference
    : public __or_<is_lvalue_reference<_Tp>,
                   is_rvalue_reference<_Tp>>::type
    { };


  template<typename _Tp>
    struct is_arithmetic
    : public __or_<is_integral<_Tp>, is_floating_point<_Tp>>::type
    { };


  template<typename _Tp>
    struct is_fundamental
    : public __or_<is_arithmetic<_Tp>, is_void<_Tp>,
     is_null_pointer<_Tp>>::type
    { };


  template<typename _Tp>
    struct is_object
    : public __not_<__or_<is_function<_Tp>, is_reference<_Tp>,
                          is_void<_Tp>>>::type
    { };

  template<typename>
    struct is_member_pointer;


  template<typename _Tp>
    struct is_scalar
    : public __or_<is_arithmetic<_Tp>, is_enum<_Tp>, is_pointer<_Tp>,
                   is_member_pointer<_Tp>, is_null_pointer<_Tp>>::type
    { };


  template<typename _Tp>
    struct is_compound
    : public __not_<is_fundamental<_Tp>>::type { };


  template<typename _Tp>
    struct __is_member_pointer_helper
    : public false_type { };

  template<typename _Tp, typename _Cp>
    struct __is_member_pointer_helper<_Tp _Cp::*>
    : public true_type { };



  template<typename _Tp>
    struct is_member_pointer
    : public __is_member_pointer_helper<__remove_cv_t<_Tp>>::type
    { };

  template<typename, typename>
    struct is_same;


  template<typename _Tp, typename... _Types>
    using __is_one_of = __or_<is_same<_Tp, _Types>...>;


  __extension__
  template<typename _Tp>
    using __is_signed_integer = __is_one_of<__remove_cv_t<_Tp>,
   signed char, signed short, signed int, signed long,
   signed long long
# 659 "/usr/include/c++/12/type_traits" 3
   >;


  __extension__
  template<typename _Tp>
    using __is_unsigned_integer = __is_one_of<__remove_cv_t<_Tp>,
   unsigned char, unsigned short, unsigned int, unsigned long,
   unsigned long long
# 679 "/usr/include/c++/12/type_traits" 3
   >;


  template<typename _Tp>
    using __is_standard_integer
      = __or_<__is_signed_integer<_Tp>, __is_unsigned_integer<_Tp>>;


  template<typename...> using __void_t = void;



  template<typename _Tp, typename = void>
    struct __is_referenceable
    : public false_type
    { };

  template<typename _Tp>
    struct __is_referenceable<_Tp, __void_t<_Tp&>>
    : public true_type
    { };





  template<typename>
    struct is_const
    : public false_type { };

  template<typename _Tp>
    struct is_const<_Tp const>
    : public true_type { };


  template<typename>
    struct is_volatile
    : public false_type { };

  template<typename _Tp>
    struct is_volatile<_Tp volatile>
    : public true_type { };


  template<typename _Tp>
    struct is_trivial
    : public integral_constant<bool, __is_trivial(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_trivially_copyable
    : public integral_constant<bool, __is_trivially_copyable(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_standard_layout
    : public integral_constant<bool, __is_standard_layout(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };






  template<typename _Tp>
    struct
   
    is_pod
    : public integral_constant<bool, __is_pod(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };





  template<typename _Tp>
    struct
    [[__deprecated__]]
    is_literal_type
    : public integral_constant<bool, __is_literal_type(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_empty
    : public integral_constant<bool, __is_empty(_Tp)>
    { };


  template<typename _Tp>
    struct is_polymorphic
    : public integral_constant<bool, __is_polymorphic(_Tp)>
    { };





  template<typename _Tp>
    struct is_final
    : public integral_constant<bool, __is_final(_Tp)>
    { };



  template<typename _Tp>
    struct is_abstract
    : public integral_constant<bool, __is_abstract(_Tp)>
    { };


  template<typename _Tp,
    bool = is_arithmetic<_Tp>::value>
    struct __is_signed_helper
    : public false_type { };

  template<typename _Tp>
    struct __is_signed_helper<_Tp, true>
    : public integral_constant<bool, _Tp(-1) < _Tp(0)>
    { };



  template<typename _Tp>
    struct is_signed
    : public __is_signed_helper<_Tp>::type
    { };


  template<typename _Tp>
    struct is_unsigned
    : public __and_<is_arithmetic<_Tp>, __not_<is_signed<_Tp>>>
    { };


  template<typename _Tp, typename _Up = _Tp&&>
    _Up
    __declval(int);

  template<typename _Tp>
    _Tp
    __declval(long);


  template<typename _Tp>
    auto declval() noexcept -> decltype(__declval<_Tp>(0));

  template<typename, unsigned = 0>
    struct extent;

  template<typename>
    struct remove_all_extents;


  template<typename _Tp>
    struct __is_array_known_bounds
    : public integral_constant<bool, (extent<_Tp>::value > 0)>
    { };

  template<typename _Tp>
    struct __is_array_unknown_bounds
    : public __and_<is_array<_Tp>, __not_<extent<_Tp>>>
    { };
# 867 "/usr/include/c++/12/type_traits" 3
  struct __do_is_destructible_impl
  {
    template<typename _Tp, typename = decltype(declval<_Tp&>().~_Tp())>
      static true_type __test(int);

    template<typename>
      static false_type __test(...);
  };

  template<typename _Tp>
    struct __is_destructible_impl
    : public __do_is_destructible_impl
    {
      typedef decltype(__test<_Tp>(0)) type;
    };

  template<typename _Tp,
           bool = __or_<is_void<_Tp>,
                        __is_array_unknown_bounds<_Tp>,
                        is_function<_Tp>>::value,
           bool = __or_<is_reference<_Tp>, is_scalar<_Tp>>::value>
    struct __is_destructible_safe;

  template<typename _Tp>
    struct __is_destructible_safe<_Tp, false, false>
    : public __is_destructible_impl<typename
               remove_all_extents<_Tp>::type>::type
    { };

  template<typename _Tp>
    struct __is_destructible_safe<_Tp, true, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_destructible_safe<_Tp, false, true>
    : public true_type { };



  template<typename _Tp>
    struct is_destructible
    : public __is_destructible_safe<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };







  struct __do_is_nt_destructible_impl
  {
    template<typename _Tp>
      static __bool_constant<noexcept(declval<_Tp&>().~_Tp())>
      __test(int);

    template<typename>
      static false_type __test(...);
  };

  template<typename _Tp>
    struct __is_nt_destructible_impl
    : public __do_is_nt_destructible_impl
    {
      typedef decltype(__test<_Tp>(0)) type;
    };

  template<typename _Tp,
           bool = __or_<is_void<_Tp>,
                        __is_array_unknown_bounds<_Tp>,
                        is_function<_Tp>>::value,
           bool = __or_<is_reference<_Tp>, is_scalar<_Tp>>::value>
    struct __is_nt_destructible_safe;

  template<typename _Tp>
    struct __is_nt_destructible_safe<_Tp, false, false>
    : public __is_nt_destructible_impl<typename
               remove_all_extents<_Tp>::type>::type
    { };

  template<typename _Tp>
    struct __is_nt_destructible_safe<_Tp, true, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_nt_destructible_safe<_Tp, false, true>
    : public true_type { };



  template<typename _Tp>
    struct is_nothrow_destructible
    : public __is_nt_destructible_safe<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, typename... _Args>
    struct __is_constructible_impl
    : public __bool_constant<__is_constructible(_Tp, _Args...)>
    { };



  template<typename _Tp, typename... _Args>
    struct is_constructible
      : public __is_constructible_impl<_Tp, _Args...>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_default_constructible
    : public __is_constructible_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_copy_constructible_impl;

  template<typename _Tp>
    struct __is_copy_constructible_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_copy_constructible_impl<_Tp, true>
    : public __is_constructible_impl<_Tp, const _Tp&>
    { };



  template<typename _Tp>
    struct is_copy_constructible
    : public __is_copy_constructible_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_move_constructible_impl;

  template<typename _Tp>
    struct __is_move_constructible_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_move_constructible_impl<_Tp, true>
    : public __is_constructible_impl<_Tp, _Tp&&>
    { };



  template<typename _Tp>
    struct is_move_constructible
    : public __is_move_constructible_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, typename... _Args>
    using __is_nothrow_constructible_impl
      = __bool_constant<__is_nothrow_constructible(_Tp, _Args...)>;



  template<typename _Tp, typename... _Args>
    struct is_nothrow_constructible
    : public __is_nothrow_constructible_impl<_Tp, _Args...>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_nothrow_default_constructible
    : public __bool_constant<__is_nothrow_constructible(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_nothrow_copy_constructible_impl;

  template<typename _Tp>
    struct __is_nothrow_copy_constructible_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_nothrow_copy_constructible_impl<_Tp, true>
    : public __is_nothrow_constructible_impl<_Tp, const _Tp&>
    { };



  template<typename _Tp>
    struct is_nothrow_copy_constructible
    : public __is_nothrow_copy_constructible_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_nothrow_move_constructible_impl;

  template<typename _Tp>
    struct __is_nothrow_move_constructible_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_nothrow_move_constructible_impl<_Tp, true>
    : public __is_nothrow_constructible_impl<_Tp, _Tp&&>
    { };



  template<typename _Tp>
    struct is_nothrow_move_constructible
    : public __is_nothrow_move_constructible_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, typename _Up>
    struct is_assignable
    : public __bool_constant<__is_assignable(_Tp, _Up)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_copy_assignable_impl;

  template<typename _Tp>
    struct __is_copy_assignable_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_copy_assignable_impl<_Tp, true>
    : public __bool_constant<__is_assignable(_Tp&, const _Tp&)>
    { };


  template<typename _Tp>
    struct is_copy_assignable
    : public __is_copy_assignable_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_move_assignable_impl;

  template<typename _Tp>
    struct __is_move_assignable_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_move_assignable_impl<_Tp, true>
    : public __bool_constant<__is_assignable(_Tp&, _Tp&&)>
    { };


  template<typename _Tp>
    struct is_move_assignable
    : public __is_move_assignable_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, typename _Up>
    using __is_nothrow_assignable_impl
      = __bool_constant<__is_nothrow_assignable(_Tp, _Up)>;


  template<typename _Tp, typename _Up>
    struct is_nothrow_assignable
    : public __is_nothrow_assignable_impl<_Tp, _Up>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_nt_copy_assignable_impl;

  template<typename _Tp>
    struct __is_nt_copy_assignable_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_nt_copy_assignable_impl<_Tp, true>
    : public __is_nothrow_assignable_impl<_Tp&, const _Tp&>
    { };


  template<typename _Tp>
    struct is_nothrow_copy_assignable
    : public __is_nt_copy_assignable_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_nt_move_assignable_impl;

  template<typename _Tp>
    struct __is_nt_move_assignable_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_nt_move_assignable_impl<_Tp, true>
    : public __is_nothrow_assignable_impl<_Tp&, _Tp&&>
    { };


  template<typename _Tp>
    struct is_nothrow_move_assignable
    : public __is_nt_move_assignable_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, typename... _Args>
    struct is_trivially_constructible
    : public __bool_constant<__is_trivially_constructible(_Tp, _Args...)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_trivially_default_constructible
    : public __bool_constant<__is_trivially_constructible(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  struct __do_is_implicitly_default_constructible_impl
  {
    template <typename _Tp>
    static void __helper(const _Tp&);

    template <typename _Tp>
    static true_type __test(const _Tp&,
                            decltype(__helper<const _Tp&>({}))* = 0);

    static false_type __test(...);
  };

  template<typename _Tp>
    struct __is_implicitly_default_constructible_impl
    : public __do_is_implicitly_default_constructible_impl
    {
      typedef decltype(__test(declval<_Tp>())) type;
    };

  template<typename _Tp>
    struct __is_implicitly_default_constructible_safe
    : public __is_implicitly_default_constructible_impl<_Tp>::type
    { };

  template <typename _Tp>
    struct __is_implicitly_default_constructible
    : public __and_<__is_constructible_impl<_Tp>,
      __is_implicitly_default_constructible_safe<_Tp>>
    { };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_trivially_copy_constructible_impl;

  template<typename _Tp>
    struct __is_trivially_copy_constructible_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_trivially_copy_constructible_impl<_Tp, true>
    : public __and_<__is_copy_constructible_impl<_Tp>,
      integral_constant<bool,
   __is_trivially_constructible(_Tp, const _Tp&)>>
    { };


  template<typename _Tp>
    struct is_trivially_copy_constructible
    : public __is_trivially_copy_constructible_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_trivially_move_constructible_impl;

  template<typename _Tp>
    struct __is_trivially_move_constructible_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_trivially_move_constructible_impl<_Tp, true>
    : public __and_<__is_move_constructible_impl<_Tp>,
      integral_constant<bool,
   __is_trivially_constructible(_Tp, _Tp&&)>>
    { };


  template<typename _Tp>
    struct is_trivially_move_constructible
    : public __is_trivially_move_constructible_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, typename _Up>
    struct is_trivially_assignable
    : public __bool_constant<__is_trivially_assignable(_Tp, _Up)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_trivially_copy_assignable_impl;

  template<typename _Tp>
    struct __is_trivially_copy_assignable_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_trivially_copy_assignable_impl<_Tp, true>
    : public __bool_constant<__is_trivially_assignable(_Tp&, const _Tp&)>
    { };


  template<typename _Tp>
    struct is_trivially_copy_assignable
    : public __is_trivially_copy_assignable_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __is_trivially_move_assignable_impl;

  template<typename _Tp>
    struct __is_trivially_move_assignable_impl<_Tp, false>
    : public false_type { };

  template<typename _Tp>
    struct __is_trivially_move_assignable_impl<_Tp, true>
    : public __bool_constant<__is_trivially_assignable(_Tp&, _Tp&&)>
    { };


  template<typename _Tp>
    struct is_trivially_move_assignable
    : public __is_trivially_move_assignable_impl<_Tp>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_trivially_destructible
    : public __and_<__is_destructible_safe<_Tp>,
      __bool_constant<__has_trivial_destructor(_Tp)>>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };



  template<typename _Tp>
    struct has_virtual_destructor
    : public integral_constant<bool, __has_virtual_destructor(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };





  template<typename _Tp>
    struct alignment_of
    : public integral_constant<std::size_t, alignof(_Tp)>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename>
    struct rank
    : public integral_constant<std::size_t, 0> { };

  template<typename _Tp, std::size_t _Size>
    struct rank<_Tp[_Size]>
    : public integral_constant<std::size_t, 1 + rank<_Tp>::value> { };

  template<typename _Tp>
    struct rank<_Tp[]>
    : public integral_constant<std::size_t, 1 + rank<_Tp>::value> { };


  template<typename, unsigned _Uint>
    struct extent
    : public integral_constant<std::size_t, 0> { };

  template<typename _Tp, unsigned _Uint, std::size_t _Size>
    struct extent<_Tp[_Size], _Uint>
    : public integral_constant<std::size_t,
          _Uint == 0 ? _Size : extent<_Tp,
          _Uint - 1>::value>
    { };

  template<typename _Tp, unsigned _Uint>
    struct extent<_Tp[], _Uint>
    : public integral_constant<std::size_t,
          _Uint == 0 ? 0 : extent<_Tp,
             _Uint - 1>::value>
    { };





  template<typename _Tp, typename _Up>
    struct is_same

    : public integral_constant<bool, __is_same(_Tp, _Up)>



    { };
# 1445 "/usr/include/c++/12/type_traits" 3
  template<typename _Base, typename _Derived>
    struct is_base_of
    : public integral_constant<bool, __is_base_of(_Base, _Derived)>
    { };

  template<typename _From, typename _To,
           bool = __or_<is_void<_From>, is_function<_To>,
                        is_array<_To>>::value>
    struct __is_convertible_helper
    {
      typedef typename is_void<_To>::type type;
    };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wctor-dtor-privacy"
  template<typename _From, typename _To>
    class __is_convertible_helper<_From, _To, false>
    {
      template<typename _To1>
 static void __test_aux(_To1) noexcept;

      template<typename _From1, typename _To1,
        typename = decltype(__test_aux<_To1>(std::declval<_From1>()))>
 static true_type
 __test(int);

      template<typename, typename>
 static false_type
 __test(...);

    public:
      typedef decltype(__test<_From, _To>(0)) type;
    };
#pragma GCC diagnostic pop


  template<typename _From, typename _To>
    struct is_convertible
    : public __is_convertible_helper<_From, _To>::type
    { };


  template<typename _ToElementType, typename _FromElementType>
    using __is_array_convertible
      = is_convertible<_FromElementType(*)[], _ToElementType(*)[]>;

  template<typename _From, typename _To,
           bool = __or_<is_void<_From>, is_function<_To>,
                        is_array<_To>>::value>
    struct __is_nt_convertible_helper
    : is_void<_To>
    { };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wctor-dtor-privacy"
  template<typename _From, typename _To>
    class __is_nt_convertible_helper<_From, _To, false>
    {
      template<typename _To1>
 static void __test_aux(_To1) noexcept;

      template<typename _From1, typename _To1>
 static
 __bool_constant<noexcept(__test_aux<_To1>(std::declval<_From1>()))>
 __test(int);

      template<typename, typename>
 static false_type
 __test(...);

    public:
      using type = decltype(__test<_From, _To>(0));
    };
#pragma GCC diagnostic pop


  template<typename _From, typename _To>
    struct __is_nothrow_convertible
    : public __is_nt_convertible_helper<_From, _To>::type
    { };
# 1543 "/usr/include/c++/12/type_traits" 3
  template<typename _Tp>
    struct remove_const
    { typedef _Tp type; };

  template<typename _Tp>
    struct remove_const<_Tp const>
    { typedef _Tp type; };


  template<typename _Tp>
    struct remove_volatile
    { typedef _Tp type; };

  template<typename _Tp>
    struct remove_volatile<_Tp volatile>
    { typedef _Tp type; };


  template<typename _Tp>
    struct remove_cv
    { using type = _Tp; };

  template<typename _Tp>
    struct remove_cv<const _Tp>
    { using type = _Tp; };

  template<typename _Tp>
    struct remove_cv<volatile _Tp>
    { using type = _Tp; };

  template<typename _Tp>
    struct remove_cv<const volatile _Tp>
    { using type = _Tp; };


  template<typename _Tp>
    struct add_const
    { typedef _Tp const type; };


  template<typename _Tp>
    struct add_volatile
    { typedef _Tp volatile type; };


  template<typename _Tp>
    struct add_cv
    {
      typedef typename
      add_const<typename add_volatile<_Tp>::type>::type type;
    };






  template<typename _Tp>
    using remove_const_t = typename remove_const<_Tp>::type;


  template<typename _Tp>
    using remove_volatile_t = typename remove_volatile<_Tp>::type;


  template<typename _Tp>
    using remove_cv_t = typename remove_cv<_Tp>::type;


  template<typename _Tp>
    using add_const_t = typename add_const<_Tp>::type;


  template<typename _Tp>
    using add_volatile_t = typename add_volatile<_Tp>::type;


  template<typename _Tp>
    using add_cv_t = typename add_cv<_Tp>::type;





  template<typename _Tp>
    struct remove_reference
    { typedef _Tp type; };

  template<typename _Tp>
    struct remove_reference<_Tp&>
    { typedef _Tp type; };

  template<typename _Tp>
    struct remove_reference<_Tp&&>
    { typedef _Tp type; };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __add_lvalue_reference_helper
    { typedef _Tp type; };

  template<typename _Tp>
    struct __add_lvalue_reference_helper<_Tp, true>
    { typedef _Tp& type; };


  template<typename _Tp>
    struct add_lvalue_reference
    : public __add_lvalue_reference_helper<_Tp>
    { };

  template<typename _Tp, bool = __is_referenceable<_Tp>::value>
    struct __add_rvalue_reference_helper
    { typedef _Tp type; };

  template<typename _Tp>
    struct __add_rvalue_reference_helper<_Tp, true>
    { typedef _Tp&& type; };


  template<typename _Tp>
    struct add_rvalue_reference
    : public __add_rvalue_reference_helper<_Tp>
    { };



  template<typename _Tp>
    using remove_reference_t = typename remove_reference<_Tp>::type;


  template<typename _Tp>
    using add_lvalue_reference_t = typename add_lvalue_reference<_Tp>::type;


  template<typename _Tp>
    using add_rvalue_reference_t = typename add_rvalue_reference<_Tp>::type;







  template<typename _Unqualified, bool _IsConst, bool _IsVol>
    struct __cv_selector;

  template<typename _Unqualified>
    struct __cv_selector<_Unqualified, false, false>
    { typedef _Unqualified __type; };

  template<typename _Unqualified>
    struct __cv_selector<_Unqualified, false, true>
    { typedef volatile _Unqualified __type; };

  template<typename _Unqualified>
    struct __cv_selector<_Unqualified, true, false>
    { typedef const _Unqualified __type; };

  template<typename _Unqualified>
    struct __cv_selector<_Unqualified, true, true>
    { typedef const volatile _Unqualified __type; };

  template<typename _Qualified, typename _Unqualified,
    bool _IsConst = is_const<_Qualified>::value,
    bool _IsVol = is_volatile<_Qualified>::value>
    class __match_cv_qualifiers
    {
      typedef __cv_selector<_Unqualified, _IsConst, _IsVol> __match;

    public:
      typedef typename __match::__type __type;
    };


  template<typename _Tp>
    struct __make_unsigned
    { typedef _Tp __type; };

  template<>
    struct __make_unsigned<char>
    { typedef unsigned char __type; };

  template<>
    struct __make_unsigned<signed char>
    { typedef unsigned char __type; };

  template<>
    struct __make_unsigned<short>
    { typedef unsigned short __type; };

  template<>
    struct __make_unsigned<int>
    { typedef unsigned int __type; };

  template<>
    struct __make_unsigned<long>
    { typedef unsigned long __type; };

  template<>
    struct __make_unsigned<long long>
    { typedef unsigned long long __type; };
# 1771 "/usr/include/c++/12/type_traits" 3
  template<typename _Tp,
    bool _IsInt = is_integral<_Tp>::value,
    bool _IsEnum = is_enum<_Tp>::value>
    class __make_unsigned_selector;

  template<typename _Tp>
    class __make_unsigned_selector<_Tp, true, false>
    {
      using __unsigned_type
 = typename __make_unsigned<__remove_cv_t<_Tp>>::__type;

    public:
      using __type
 = typename __match_cv_qualifiers<_Tp, __unsigned_type>::__type;
    };

  class __make_unsigned_selector_base
  {
  protected:
    template<typename...> struct _List { };

    template<typename _Tp, typename... _Up>
      struct _List<_Tp, _Up...> : _List<_Up...>
      { static constexpr size_t __size = sizeof(_Tp); };

    template<size_t _Sz, typename _Tp, bool = (_Sz <= _Tp::__size)>
      struct __select;

    template<size_t _Sz, typename _Uint, typename... _UInts>
      struct __select<_Sz, _List<_Uint, _UInts...>, true>
      { using __type = _Uint; };

    template<size_t _Sz, typename _Uint, typename... _UInts>
      struct __select<_Sz, _List<_Uint, _UInts...>, false>
      : __select<_Sz, _List<_UInts...>>
      { };
  };


  template<typename _Tp>
    class __make_unsigned_selector<_Tp, false, true>
    : __make_unsigned_selector_base
    {

      using _UInts = _List<unsigned char, unsigned short, unsigned int,
      unsigned long, unsigned long long>;

      using __unsigned_type = typename __select<sizeof(_Tp), _UInts>::__type;

    public:
      using __type
 = typename __match_cv_qualifiers<_Tp, __unsigned_type>::__type;
    };





  template<>
    struct __make_unsigned<wchar_t>
    {
      using __type
 = typename __make_unsigned_selector<wchar_t, false, true>::__type;
    };
# 1845 "/usr/include/c++/12/type_traits" 3
  template<>
    struct __make_unsigned<char16_t>
    {
      using __type
 = typename __make_unsigned_selector<char16_t, false, true>::__type;
    };

  template<>
    struct __make_unsigned<char32_t>
    {
      using __type
 = typename __make_unsigned_selector<char32_t, false, true>::__type;
    };






  template<typename _Tp>
    struct make_unsigned
    { typedef typename __make_unsigned_selector<_Tp>::__type type; };


  template<>
    struct make_unsigned<bool>;




  template<typename _Tp>
    struct __make_signed
    { typedef _Tp __type; };

  template<>
    struct __make_signed<char>
    { typedef signed char __type; };

  template<>
    struct __make_signed<unsigned char>
    { typedef signed char __type; };

  template<>
    struct __make_signed<unsigned short>
    { typedef signed short __type; };

  template<>
    struct __make_signed<unsigned int>
    { typedef signed int __type; };

  template<>
    struct __make_signed<unsigned long>
    { typedef signed long __type; };

  template<>
    struct __make_signed<unsigned long long>
    { typedef signed long long __type; };
# 1929 "/usr/include/c++/12/type_traits" 3
  template<typename _Tp,
    bool _IsInt = is_integral<_Tp>::value,
    bool _IsEnum = is_enum<_Tp>::value>
    class __make_signed_selector;

  template<typename _Tp>
    class __make_signed_selector<_Tp, true, false>
    {
      using __signed_type
 = typename __make_signed<__remove_cv_t<_Tp>>::__type;

    public:
      using __type
 = typename __match_cv_qualifiers<_Tp, __signed_type>::__type;
    };


  template<typename _Tp>
    class __make_signed_selector<_Tp, false, true>
    {
      typedef typename __make_unsigned_selector<_Tp>::__type __unsigned_type;

    public:
      typedef typename __make_signed_selector<__unsigned_type>::__type __type;
    };





  template<>
    struct __make_signed<wchar_t>
    {
      using __type
 = typename __make_signed_selector<wchar_t, false, true>::__type;
    };
# 1975 "/usr/include/c++/12/type_traits" 3
  template<>
    struct __make_signed<char16_t>
    {
      using __type
 = typename __make_signed_selector<char16_t, false, true>::__type;
    };

  template<>
    struct __make_signed<char32_t>
    {
      using __type
 = typename __make_signed_selector<char32_t, false, true>::__type;
    };






  template<typename _Tp>
    struct make_signed
    { typedef typename __make_signed_selector<_Tp>::__type type; };


  template<>
    struct make_signed<bool>;



  template<typename _Tp>
    using make_signed_t = typename make_signed<_Tp>::type;


  template<typename _Tp>
    using make_unsigned_t = typename make_unsigned<_Tp>::type;





  template<typename _Tp>
    struct remove_extent
    { typedef _Tp type; };

  template<typename _Tp, std::size_t _Size>
    struct remove_extent<_Tp[_Size]>
    { typedef _Tp type; };

  template<typename _Tp>
    struct remove_extent<_Tp[]>
    { typedef _Tp type; };


  template<typename _Tp>
    struct remove_all_extents
    { typedef _Tp type; };

  template<typename _Tp, std::size_t _Size>
    struct remove_all_extents<_Tp[_Size]>
    { typedef typename remove_all_extents<_Tp>::type type; };

  template<typename _Tp>
    struct remove_all_extents<_Tp[]>
    { typedef typename remove_all_extents<_Tp>::type type; };



  template<typename _Tp>
    using remove_extent_t = typename remove_extent<_Tp>::type;


  template<typename _Tp>
    using remove_all_extents_t = typename remove_all_extents<_Tp>::type;




  template<typename _Tp, typename>
    struct __remove_pointer_helper
    { typedef _Tp type; };

  template<typename _Tp, typename _Up>
    struct __remove_pointer_helper<_Tp, _Up*>
    { typedef _Up type; };


  template<typename _Tp>
    struct remove_pointer
    : public __remove_pointer_helper<_Tp, __remove_cv_t<_Tp>>
    { };

  template<typename _Tp, bool = __or_<__is_referenceable<_Tp>,
          is_void<_Tp>>::value>
    struct __add_pointer_helper
    { typedef _Tp type; };

  template<typename _Tp>
    struct __add_pointer_helper<_Tp, true>
    { typedef typename remove_reference<_Tp>::type* type; };


  template<typename _Tp>
    struct add_pointer
    : public __add_pointer_helper<_Tp>
    { };



  template<typename _Tp>
    using remove_pointer_t = typename remove_pointer<_Tp>::type;


  template<typename _Tp>
    using add_pointer_t = typename add_pointer<_Tp>::type;


  template<std::size_t _Len>
    struct __aligned_storage_msa
    {
      union __type
      {
 unsigned char __data[_Len];
 struct __attribute__((__aligned__)) { } __align;
      };
    };
# 2111 "/usr/include/c++/12/type_traits" 3
  template<std::size_t _Len, std::size_t _Align =
    __alignof__(typename __aligned_storage_msa<_Len>::__type)>
    struct aligned_storage
    {
      union type
      {
 unsigned char __data[_Len];
 struct __attribute__((__aligned__((_Align)))) { } __align;
      };
    };

  template <typename... _Types>
    struct __strictest_alignment
    {
      static const size_t _S_alignment = 0;
      static const size_t _S_size = 0;
    };

  template <typename _Tp, typename... _Types>
    struct __strictest_alignment<_Tp, _Types...>
    {
      static const size_t _S_alignment =
        alignof(_Tp) > __strictest_alignment<_Types...>::_S_alignment
 ? alignof(_Tp) : __strictest_alignment<_Types...>::_S_alignment;
      static const size_t _S_size =
        sizeof(_Tp) > __strictest_alignment<_Types...>::_S_size
 ? sizeof(_Tp) : __strictest_alignment<_Types...>::_S_size;
    };
# 2150 "/usr/include/c++/12/type_traits" 3
  template <size_t _Len, typename... _Types>
    struct aligned_union
    {
    private:
      static_assert(sizeof...(_Types) != 0, "At least one type is required");

      using __strictest = __strictest_alignment<_Types...>;
      static const size_t _S_len = _Len > __strictest::_S_size
 ? _Len : __strictest::_S_size;
    public:

      static const size_t alignment_value = __strictest::_S_alignment;

      typedef typename aligned_storage<_S_len, alignment_value>::type type;
    };

  template <size_t _Len, typename... _Types>
    const size_t aligned_union<_Len, _Types...>::alignment_value;





  template<typename _Up,
    bool _IsArray = is_array<_Up>::value,
    bool _IsFunction = is_function<_Up>::value>
    struct __decay_selector;


  template<typename _Up>
    struct __decay_selector<_Up, false, false>
    { typedef __remove_cv_t<_Up> __type; };

  template<typename _Up>
    struct __decay_selector<_Up, true, false>
    { typedef typename remove_extent<_Up>::type* __type; };

  template<typename _Up>
    struct __decay_selector<_Up, false, true>
    { typedef typename add_pointer<_Up>::type __type; };



  template<typename _Tp>
    class decay
    {
      typedef typename remove_reference<_Tp>::type __remove_type;

    public:
      typedef typename __decay_selector<__remove_type>::__type type;
    };




  template<typename _Tp>
    struct __strip_reference_wrapper
    {
      typedef _Tp __type;
    };

  template<typename _Tp>
    struct __strip_reference_wrapper<reference_wrapper<_Tp> >
    {
      typedef _Tp& __type;
    };


  template<typename _Tp>
    using __decay_t = typename decay<_Tp>::type;

  template<typename _Tp>
    using __decay_and_strip = __strip_reference_wrapper<__decay_t<_Tp>>;




  template<bool, typename _Tp = void>
    struct enable_if
    { };


  template<typename _Tp>
    struct enable_if<true, _Tp>
    { typedef _Tp type; };




  template<bool _Cond, typename _Tp = void>
    using __enable_if_t = typename enable_if<_Cond, _Tp>::type;


  template<typename... _Cond>
    using _Require = __enable_if_t<__and_<_Cond...>::value>;


  template<typename _Tp>
    using __remove_cvref_t
     = typename remove_cv<typename remove_reference<_Tp>::type>::type;




  template<bool _Cond, typename _Iftrue, typename _Iffalse>
    struct conditional
    { typedef _Iftrue type; };


  template<typename _Iftrue, typename _Iffalse>
    struct conditional<false, _Iftrue, _Iffalse>
    { typedef _Iffalse type; };


  template<typename... _Tp>
    struct common_type;




  struct __do_common_type_impl
  {
    template<typename _Tp, typename _Up>
      using __cond_t
 = decltype(true ? std::declval<_Tp>() : std::declval<_Up>());



    template<typename _Tp, typename _Up>
      static __success_type<__decay_t<__cond_t<_Tp, _Up>>>
      _S_test(int);
# 2290 "/usr/include/c++/12/type_traits" 3
    template<typename, typename>
      static __failure_type
      _S_test_2(...);

    template<typename _Tp, typename _Up>
      static decltype(_S_test_2<_Tp, _Up>(0))
      _S_test(...);
  };


  template<>
    struct common_type<>
    { };


  template<typename _Tp0>
    struct common_type<_Tp0>
    : public common_type<_Tp0, _Tp0>
    { };


  template<typename _Tp1, typename _Tp2,
    typename _Dp1 = __decay_t<_Tp1>, typename _Dp2 = __decay_t<_Tp2>>
    struct __common_type_impl
    {


      using type = common_type<_Dp1, _Dp2>;
    };

  template<typename _Tp1, typename _Tp2>
    struct __common_type_impl<_Tp1, _Tp2, _Tp1, _Tp2>
    : private __do_common_type_impl
    {


      using type = decltype(_S_test<_Tp1, _Tp2>(0));
    };


  template<typename _Tp1, typename _Tp2>
    struct common_type<_Tp1, _Tp2>
    : public __common_type_impl<_Tp1, _Tp2>::type
    { };

  template<typename...>
    struct __common_type_pack
    { };

  template<typename, typename, typename = void>
    struct __common_type_fold;


  template<typename _Tp1, typename _Tp2, typename... _Rp>
    struct common_type<_Tp1, _Tp2, _Rp...>
    : public __common_type_fold<common_type<_Tp1, _Tp2>,
    __common_type_pack<_Rp...>>
    { };




  template<typename _CTp, typename... _Rp>
    struct __common_type_fold<_CTp, __common_type_pack<_Rp...>,
         __void_t<typename _CTp::type>>
    : public common_type<typename _CTp::type, _Rp...>
    { };


  template<typename _CTp, typename _Rp>
    struct __common_type_fold<_CTp, _Rp, void>
    { };

  template<typename _Tp, bool = is_enum<_Tp>::value>
    struct __underlying_type_impl
    {
      using type = __underlying_type(_Tp);
    };

  template<typename _Tp>
    struct __underlying_type_impl<_Tp, false>
    { };



  template<typename _Tp>
    struct underlying_type
    : public __underlying_type_impl<_Tp>
    { };


  template<typename _Tp>
    struct __declval_protector
    {
      static const bool __stop = false;
    };






  template<typename _Tp>
    auto declval() noexcept -> decltype(__declval<_Tp>(0))
    {
      static_assert(__declval_protector<_Tp>::__stop,
      "declval() must not be used!");
      return __declval<_Tp>(0);
    }


  template<typename _Signature>
    struct result_of;






  struct __invoke_memfun_ref { };
  struct __invoke_memfun_deref { };
  struct __invoke_memobj_ref { };
  struct __invoke_memobj_deref { };
  struct __invoke_other { };


  template<typename _Tp, typename _Tag>
    struct __result_of_success : __success_type<_Tp>
    { using __invoke_type = _Tag; };


  struct __result_of_memfun_ref_impl
  {
    template<typename _Fp, typename _Tp1, typename... _Args>
      static __result_of_success<decltype(
      (std::declval<_Tp1>().*std::declval<_Fp>())(std::declval<_Args>()...)
      ), __invoke_memfun_ref> _S_test(int);

    template<typename...>
      static __failure_type _S_test(...);
  };

  template<typename _MemPtr, typename _Arg, typename... _Args>
    struct __result_of_memfun_ref
    : private __result_of_memfun_ref_impl
    {
      typedef decltype(_S_test<_MemPtr, _Arg, _Args...>(0)) type;
    };


  struct __result_of_memfun_deref_impl
  {
    template<typename _Fp, typename _Tp1, typename... _Args>
      static __result_of_success<decltype(
      ((*std::declval<_Tp1>()).*std::declval<_Fp>())(std::declval<_Args>()...)
      ), __invoke_memfun_deref> _S_test(int);

    template<typename...>
      static __failure_type _S_test(...);
  };

  template<typename _MemPtr, typename _Arg, typename... _Args>
    struct __result_of_memfun_deref
    : private __result_of_memfun_deref_impl
    {
      typedef decltype(_S_test<_MemPtr, _Arg, _Args...>(0)) type;
    };


  struct __result_of_memobj_ref_impl
  {
    template<typename _Fp, typename _Tp1>
      static __result_of_success<decltype(
      std::declval<_Tp1>().*std::declval<_Fp>()
      ), __invoke_memobj_ref> _S_test(int);

    template<typename, typename>
      static __failure_type _S_test(...);
  };

  template<typename _MemPtr, typename _Arg>
    struct __result_of_memobj_ref
    : private __result_of_memobj_ref_impl
    {
      typedef decltype(_S_test<_MemPtr, _Arg>(0)) type;
    };


  struct __result_of_memobj_deref_impl
  {
    template<typename _Fp, typename _Tp1>
      static __result_of_success<decltype(
      (*std::declval<_Tp1>()).*std::declval<_Fp>()
      ), __invoke_memobj_deref> _S_test(int);

    template<typename, typename>
      static __failure_type _S_test(...);
  };

  template<typename _MemPtr, typename _Arg>
    struct __result_of_memobj_deref
    : private __result_of_memobj_deref_impl
    {
      typedef decltype(_S_test<_MemPtr, _Arg>(0)) type;
    };

  template<typename _MemPtr, typename _Arg>
    struct __result_of_memobj;

  template<typename _Res, typename _Class, typename _Arg>
    struct __result_of_memobj<_Res _Class::*, _Arg>
    {
      typedef __remove_cvref_t<_Arg> _Argval;
      typedef _Res _Class::* _MemPtr;
      typedef typename __conditional_t<__or_<is_same<_Argval, _Class>,
        is_base_of<_Class, _Argval>>::value,
        __result_of_memobj_ref<_MemPtr, _Arg>,
        __result_of_memobj_deref<_MemPtr, _Arg>
      >::type type;
    };

  template<typename _MemPtr, typename _Arg, typename... _Args>
    struct __result_of_memfun;

  template<typename _Res, typename _Class, typename _Arg, typename... _Args>
    struct __result_of_memfun<_Res _Class::*, _Arg, _Args...>
    {
      typedef typename remove_reference<_Arg>::type _Argval;
      typedef _Res _Class::* _MemPtr;
      typedef typename __conditional_t<is_base_of<_Class, _Argval>::value,
        __result_of_memfun_ref<_MemPtr, _Arg, _Args...>,
        __result_of_memfun_deref<_MemPtr, _Arg, _Args...>
      >::type type;
    };






  template<typename _Tp, typename _Up = __remove_cvref_t<_Tp>>
    struct __inv_unwrap
    {
      using type = _Tp;
    };

  template<typename _Tp, typename _Up>
    struct __inv_unwrap<_Tp, reference_wrapper<_Up>>
    {
      using type = _Up&;
    };

  template<bool, bool, typename _Functor, typename... _ArgTypes>
    struct __result_of_impl
    {
      typedef __failure_type type;
    };

  template<typename _MemPtr, typename _Arg>
    struct __result_of_impl<true, false, _MemPtr, _Arg>
    : public __result_of_memobj<__decay_t<_MemPtr>,
    typename __inv_unwrap<_Arg>::type>
    { };

  template<typename _MemPtr, typename _Arg, typename... _Args>
    struct __result_of_impl<false, true, _MemPtr, _Arg, _Args...>
    : public __result_of_memfun<__decay_t<_MemPtr>,
    typename __inv_unwrap<_Arg>::type, _Args...>
    { };


  struct __result_of_other_impl
  {
    template<typename _Fn, typename... _Args>
      static __result_of_success<decltype(
      std::declval<_Fn>()(std::declval<_Args>()...)
      ), __invoke_other> _S_test(int);

    template<typename...>
      static __failure_type _S_test(...);
  };

  template<typename _Functor, typename... _ArgTypes>
    struct __result_of_impl<false, false, _Functor, _ArgTypes...>
    : private __result_of_other_impl
    {
      typedef decltype(_S_test<_Functor, _ArgTypes...>(0)) type;
    };


  template<typename _Functor, typename... _ArgTypes>
    struct __invoke_result
    : public __result_of_impl<
        is_member_object_pointer<
          typename remove_reference<_Functor>::type
        >::value,
        is_member_function_pointer<
          typename remove_reference<_Functor>::type
        >::value,
 _Functor, _ArgTypes...
      >::type
    { };


  template<typename _Functor, typename... _ArgTypes>
    struct result_of<_Functor(_ArgTypes...)>
    : public __invoke_result<_Functor, _ArgTypes...>
    { } __attribute__ ((__deprecated__ ("use '" "std::invoke_result" "' instead")));



  template<size_t _Len, size_t _Align =
     __alignof__(typename __aligned_storage_msa<_Len>::__type)>
    using aligned_storage_t = typename aligned_storage<_Len, _Align>::type;

  template <size_t _Len, typename... _Types>
    using aligned_union_t = typename aligned_union<_Len, _Types...>::type;


  template<typename _Tp>
    using decay_t = typename decay<_Tp>::type;


  template<bool _Cond, typename _Tp = void>
    using enable_if_t = typename enable_if<_Cond, _Tp>::type;


  template<bool _Cond, typename _Iftrue, typename _Iffalse>
    using conditional_t = typename conditional<_Cond, _Iftrue, _Iffalse>::type;


  template<typename... _Tp>
    using common_type_t = typename common_type<_Tp...>::type;


  template<typename _Tp>
    using underlying_type_t = typename underlying_type<_Tp>::type;


  template<typename _Tp>
    using result_of_t = typename result_of<_Tp>::type;





  template<typename...> using void_t = void;





  template<typename _Default, typename _AlwaysVoid,
    template<typename...> class _Op, typename... _Args>
    struct __detector
    {
      using value_t = false_type;
      using type = _Default;
    };


  template<typename _Default, template<typename...> class _Op,
     typename... _Args>
    struct __detector<_Default, __void_t<_Op<_Args...>>, _Op, _Args...>
    {
      using value_t = true_type;
      using type = _Op<_Args...>;
    };


  template<typename _Default, template<typename...> class _Op,
    typename... _Args>
    using __detected_or = __detector<_Default, void, _Op, _Args...>;


  template<typename _Default, template<typename...> class _Op,
    typename... _Args>
    using __detected_or_t
      = typename __detected_or<_Default, _Op, _Args...>::type;
# 2684 "/usr/include/c++/12/type_traits" 3
  template <typename _Tp>
    struct __is_swappable;

  template <typename _Tp>
    struct __is_nothrow_swappable;

  template<typename>
    struct __is_tuple_like_impl : false_type
    { };


  template<typename _Tp>
    struct __is_tuple_like
    : public __is_tuple_like_impl<__remove_cvref_t<_Tp>>::type
    { };


  template<typename _Tp>
   
    inline
    _Require<__not_<__is_tuple_like<_Tp>>,
      is_move_constructible<_Tp>,
      is_move_assignable<_Tp>>
    swap(_Tp&, _Tp&)
    noexcept(__and_<is_nothrow_move_constructible<_Tp>,
             is_nothrow_move_assignable<_Tp>>::value);

  template<typename _Tp, size_t _Nm>
   
    inline
    __enable_if_t<__is_swappable<_Tp>::value>
    swap(_Tp (&__a)[_Nm], _Tp (&__b)[_Nm])
    noexcept(__is_nothrow_swappable<_Tp>::value);


  namespace __swappable_details {
    using std::swap;

    struct __do_is_swappable_impl
    {
      template<typename _Tp, typename
               = decltype(swap(std::declval<_Tp&>(), std::declval<_Tp&>()))>
        static true_type __test(int);

      template<typename>
        static false_type __test(...);
    };

    struct __do_is_nothrow_swappable_impl
    {
      template<typename _Tp>
        static __bool_constant<
          noexcept(swap(std::declval<_Tp&>(), std::declval<_Tp&>()))
        > __test(int);

      template<typename>
        static false_type __test(...);
    };

  }

  template<typename _Tp>
    struct __is_swappable_impl
    : public __swappable_details::__do_is_swappable_impl
    {
      typedef decltype(__test<_Tp>(0)) type;
    };

  template<typename _Tp>
    struct __is_nothrow_swappable_impl
    : public __swappable_details::__do_is_nothrow_swappable_impl
    {
      typedef decltype(__test<_Tp>(0)) type;
    };

  template<typename _Tp>
    struct __is_swappable
    : public __is_swappable_impl<_Tp>::type
    { };

  template<typename _Tp>
    struct __is_nothrow_swappable
    : public __is_nothrow_swappable_impl<_Tp>::type
    { };







  template<typename _Tp>
    struct is_swappable
    : public __is_swappable_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    struct is_nothrow_swappable
    : public __is_nothrow_swappable_impl<_Tp>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };



  template<typename _Tp>
    inline constexpr bool is_swappable_v =
      is_swappable<_Tp>::value;


  template<typename _Tp>
    inline constexpr bool is_nothrow_swappable_v =
      is_nothrow_swappable<_Tp>::value;



  namespace __swappable_with_details {
    using std::swap;

    struct __do_is_swappable_with_impl
    {
      template<typename _Tp, typename _Up, typename
               = decltype(swap(std::declval<_Tp>(), std::declval<_Up>())),
               typename
               = decltype(swap(std::declval<_Up>(), std::declval<_Tp>()))>
        static true_type __test(int);

      template<typename, typename>
        static false_type __test(...);
    };

    struct __do_is_nothrow_swappable_with_impl
    {
      template<typename _Tp, typename _Up>
        static __bool_constant<
          noexcept(swap(std::declval<_Tp>(), std::declval<_Up>()))
          &&
          noexcept(swap(std::declval<_Up>(), std::declval<_Tp>()))
        > __test(int);

      template<typename, typename>
        static false_type __test(...);
    };

  }

  template<typename _Tp, typename _Up>
    struct __is_swappable_with_impl
    : public __swappable_with_details::__do_is_swappable_with_impl
    {
      typedef decltype(__test<_Tp, _Up>(0)) type;
    };


  template<typename _Tp>
    struct __is_swappable_with_impl<_Tp&, _Tp&>
    : public __swappable_details::__do_is_swappable_impl
    {
      typedef decltype(__test<_Tp&>(0)) type;
    };

  template<typename _Tp, typename _Up>
    struct __is_nothrow_swappable_with_impl
    : public __swappable_with_details::__do_is_nothrow_swappable_with_impl
    {
      typedef decltype(__test<_Tp, _Up>(0)) type;
    };


  template<typename _Tp>
    struct __is_nothrow_swappable_with_impl<_Tp&, _Tp&>
    : public __swappable_details::__do_is_nothrow_swappable_impl
    {
      typedef decltype(__test<_Tp&>(0)) type;
    };



  template<typename _Tp, typename _Up>
    struct is_swappable_with
    : public __is_swappable_with_impl<_Tp, _Up>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "first template argument must be a complete class or an unbounded array");
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Up>{}),
 "second template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp, typename _Up>
    struct is_nothrow_swappable_with
    : public __is_nothrow_swappable_with_impl<_Tp, _Up>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "first template argument must be a complete class or an unbounded array");
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Up>{}),
 "second template argument must be a complete class or an unbounded array");
    };



  template<typename _Tp, typename _Up>
    inline constexpr bool is_swappable_with_v =
      is_swappable_with<_Tp, _Up>::value;


  template<typename _Tp, typename _Up>
    inline constexpr bool is_nothrow_swappable_with_v =
      is_nothrow_swappable_with<_Tp, _Up>::value;
# 2907 "/usr/include/c++/12/type_traits" 3
  template<typename _Result, typename _Ret,
    bool = is_void<_Ret>::value, typename = void>
    struct __is_invocable_impl : false_type { };


  template<typename _Result, typename _Ret>
    struct __is_invocable_impl<_Result, _Ret,
                                true,
          __void_t<typename _Result::type>>
    : true_type
    { };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wctor-dtor-privacy"

  template<typename _Result, typename _Ret>
    struct __is_invocable_impl<_Result, _Ret,
                                false,
          __void_t<typename _Result::type>>
    {
    private:


      static typename _Result::type _S_get();

      template<typename _Tp>
 static void _S_conv(_Tp);


      template<typename _Tp, typename = decltype(_S_conv<_Tp>(_S_get()))>
 static true_type
 _S_test(int);

      template<typename _Tp>
 static false_type
 _S_test(...);

    public:
      using type = decltype(_S_test<_Ret>(1));
    };
#pragma GCC diagnostic pop

  template<typename _Fn, typename... _ArgTypes>
    struct __is_invocable
    : __is_invocable_impl<__invoke_result<_Fn, _ArgTypes...>, void>::type
    { };

  template<typename _Fn, typename _Tp, typename... _Args>
    constexpr bool __call_is_nt(__invoke_memfun_ref)
    {
      using _Up = typename __inv_unwrap<_Tp>::type;
      return noexcept((std::declval<_Up>().*std::declval<_Fn>())(
     std::declval<_Args>()...));
    }

  template<typename _Fn, typename _Tp, typename... _Args>
    constexpr bool __call_is_nt(__invoke_memfun_deref)
    {
      return noexcept(((*std::declval<_Tp>()).*std::declval<_Fn>())(
     std::declval<_Args>()...));
    }

  template<typename _Fn, typename _Tp>
    constexpr bool __call_is_nt(__invoke_memobj_ref)
    {
      using _Up = typename __inv_unwrap<_Tp>::type;
      return noexcept(std::declval<_Up>().*std::declval<_Fn>());
    }

  template<typename _Fn, typename _Tp>
    constexpr bool __call_is_nt(__invoke_memobj_deref)
    {
      return noexcept((*std::declval<_Tp>()).*std::declval<_Fn>());
    }

  template<typename _Fn, typename... _Args>
    constexpr bool __call_is_nt(__invoke_other)
    {
      return noexcept(std::declval<_Fn>()(std::declval<_Args>()...));
    }

  template<typename _Result, typename _Fn, typename... _Args>
    struct __call_is_nothrow
    : __bool_constant<
 std::__call_is_nt<_Fn, _Args...>(typename _Result::__invoke_type{})
      >
    { };

  template<typename _Fn, typename... _Args>
    using __call_is_nothrow_
      = __call_is_nothrow<__invoke_result<_Fn, _Args...>, _Fn, _Args...>;


  template<typename _Fn, typename... _Args>
    struct __is_nothrow_invocable
    : __and_<__is_invocable<_Fn, _Args...>,
             __call_is_nothrow_<_Fn, _Args...>>::type
    { };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wctor-dtor-privacy"
  struct __nonesuchbase {};
  struct __nonesuch : private __nonesuchbase {
    ~__nonesuch() = delete;
    __nonesuch(__nonesuch const&) = delete;
    void operator=(__nonesuch const&) = delete;
  };
#pragma GCC diagnostic pop






  template<typename _Functor, typename... _ArgTypes>
    struct invoke_result
    : public __invoke_result<_Functor, _ArgTypes...>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Functor>{}),
 "_Functor must be a complete class or an unbounded array");
      static_assert((std::__is_complete_or_unbounded(
 __type_identity<_ArgTypes>{}) && ...),
 "each argument type must be a complete class or an unbounded array");
    };


  template<typename _Fn, typename... _Args>
    using invoke_result_t = typename invoke_result<_Fn, _Args...>::type;


  template<typename _Fn, typename... _ArgTypes>
    struct is_invocable
    : __is_invocable_impl<__invoke_result<_Fn, _ArgTypes...>, void>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Fn>{}),
 "_Fn must be a complete class or an unbounded array");
      static_assert((std::__is_complete_or_unbounded(
 __type_identity<_ArgTypes>{}) && ...),
 "each argument type must be a complete class or an unbounded array");
    };


  template<typename _Ret, typename _Fn, typename... _ArgTypes>
    struct is_invocable_r
    : __is_invocable_impl<__invoke_result<_Fn, _ArgTypes...>, _Ret>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Fn>{}),
 "_Fn must be a complete class or an unbounded array");
      static_assert((std::__is_complete_or_unbounded(
 __type_identity<_ArgTypes>{}) && ...),
 "each argument type must be a complete class or an unbounded array");
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Ret>{}),
 "_Ret must be a complete class or an unbounded array");
    };


  template<typename _Fn, typename... _ArgTypes>
    struct is_nothrow_invocable
    : __and_<__is_invocable_impl<__invoke_result<_Fn, _ArgTypes...>, void>,
      __call_is_nothrow_<_Fn, _ArgTypes...>>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Fn>{}),
 "_Fn must be a complete class or an unbounded array");
      static_assert((std::__is_complete_or_unbounded(
 __type_identity<_ArgTypes>{}) && ...),
 "each argument type must be a complete class or an unbounded array");
    };


  template<typename _Result, typename _Ret, typename = void>
    struct __is_nt_invocable_impl : false_type { };

  template<typename _Result, typename _Ret>
    struct __is_nt_invocable_impl<_Result, _Ret,
      __void_t<typename _Result::type>>
    : __or_<is_void<_Ret>,
     __is_nothrow_convertible<typename _Result::type, _Ret>>
    { };



  template<typename _Ret, typename _Fn, typename... _ArgTypes>
    struct is_nothrow_invocable_r
    : __and_<__is_nt_invocable_impl<__invoke_result<_Fn, _ArgTypes...>, _Ret>,
             __call_is_nothrow_<_Fn, _ArgTypes...>>::type
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Fn>{}),
 "_Fn must be a complete class or an unbounded array");
      static_assert((std::__is_complete_or_unbounded(
 __type_identity<_ArgTypes>{}) && ...),
 "each argument type must be a complete class or an unbounded array");
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Ret>{}),
 "_Ret must be a complete class or an unbounded array");
    };
# 3119 "/usr/include/c++/12/type_traits" 3
template <typename _Tp>
  inline constexpr bool is_void_v = is_void<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_null_pointer_v = is_null_pointer<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_integral_v = is_integral<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_floating_point_v = is_floating_point<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_array_v = is_array<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_pointer_v = is_pointer<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_lvalue_reference_v =
    is_lvalue_reference<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_rvalue_reference_v =
    is_rvalue_reference<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_member_object_pointer_v =
    is_member_object_pointer<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_member_function_pointer_v =
    is_member_function_pointer<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_enum_v = is_enum<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_union_v = is_union<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_class_v = is_class<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_function_v = is_function<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_reference_v = is_reference<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_arithmetic_v = is_arithmetic<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_fundamental_v = is_fundamental<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_object_v = is_object<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_scalar_v = is_scalar<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_compound_v = is_compound<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_member_pointer_v = is_member_pointer<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_const_v = is_const<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_volatile_v = is_volatile<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_trivial_v = is_trivial<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_copyable_v =
    is_trivially_copyable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_standard_layout_v = is_standard_layout<_Tp>::value;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
template <typename _Tp>
 
  inline constexpr bool is_pod_v = is_pod<_Tp>::value;
template <typename _Tp>
  [[__deprecated__]]
  inline constexpr bool is_literal_type_v = is_literal_type<_Tp>::value;
#pragma GCC diagnostic pop
 template <typename _Tp>
  inline constexpr bool is_empty_v = is_empty<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_polymorphic_v = is_polymorphic<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_abstract_v = is_abstract<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_final_v = is_final<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_signed_v = is_signed<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_unsigned_v = is_unsigned<_Tp>::value;
template <typename _Tp, typename... _Args>
  inline constexpr bool is_constructible_v =
    is_constructible<_Tp, _Args...>::value;
template <typename _Tp>
  inline constexpr bool is_default_constructible_v =
    is_default_constructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_copy_constructible_v =
    is_copy_constructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_move_constructible_v =
    is_move_constructible<_Tp>::value;
template <typename _Tp, typename _Up>
  inline constexpr bool is_assignable_v = is_assignable<_Tp, _Up>::value;
template <typename _Tp>
  inline constexpr bool is_copy_assignable_v = is_copy_assignable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_move_assignable_v = is_move_assignable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_destructible_v = is_destructible<_Tp>::value;
template <typename _Tp, typename... _Args>
  inline constexpr bool is_trivially_constructible_v =
    is_trivially_constructible<_Tp, _Args...>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_default_constructible_v =
    is_trivially_default_constructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_copy_constructible_v =
    is_trivially_copy_constructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_move_constructible_v =
    is_trivially_move_constructible<_Tp>::value;
template <typename _Tp, typename _Up>
  inline constexpr bool is_trivially_assignable_v =
    is_trivially_assignable<_Tp, _Up>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_copy_assignable_v =
    is_trivially_copy_assignable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_move_assignable_v =
    is_trivially_move_assignable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_trivially_destructible_v =
    is_trivially_destructible<_Tp>::value;
template <typename _Tp, typename... _Args>
  inline constexpr bool is_nothrow_constructible_v =
    is_nothrow_constructible<_Tp, _Args...>::value;
template <typename _Tp>
  inline constexpr bool is_nothrow_default_constructible_v =
    is_nothrow_default_constructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_nothrow_copy_constructible_v =
    is_nothrow_copy_constructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_nothrow_move_constructible_v =
    is_nothrow_move_constructible<_Tp>::value;
template <typename _Tp, typename _Up>
  inline constexpr bool is_nothrow_assignable_v =
    is_nothrow_assignable<_Tp, _Up>::value;
template <typename _Tp>
  inline constexpr bool is_nothrow_copy_assignable_v =
    is_nothrow_copy_assignable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_nothrow_move_assignable_v =
    is_nothrow_move_assignable<_Tp>::value;
template <typename _Tp>
  inline constexpr bool is_nothrow_destructible_v =
    is_nothrow_destructible<_Tp>::value;
template <typename _Tp>
  inline constexpr bool has_virtual_destructor_v =
    has_virtual_destructor<_Tp>::value;
template <typename _Tp>
  inline constexpr size_t alignment_of_v = alignment_of<_Tp>::value;
template <typename _Tp>
  inline constexpr size_t rank_v = rank<_Tp>::value;
template <typename _Tp, unsigned _Idx = 0>
  inline constexpr size_t extent_v = extent<_Tp, _Idx>::value;

template <typename _Tp, typename _Up>
  inline constexpr bool is_same_v = __is_same(_Tp, _Up);




template <typename _Base, typename _Derived>
  inline constexpr bool is_base_of_v = is_base_of<_Base, _Derived>::value;
template <typename _From, typename _To>
  inline constexpr bool is_convertible_v = is_convertible<_From, _To>::value;
template<typename _Fn, typename... _Args>
  inline constexpr bool is_invocable_v = is_invocable<_Fn, _Args...>::value;
template<typename _Fn, typename... _Args>
  inline constexpr bool is_nothrow_invocable_v
    = is_nothrow_invocable<_Fn, _Args...>::value;
template<typename _Ret, typename _Fn, typename... _Args>
  inline constexpr bool is_invocable_r_v
    = is_invocable_r<_Ret, _Fn, _Args...>::value;
template<typename _Ret, typename _Fn, typename... _Args>
  inline constexpr bool is_nothrow_invocable_r_v
    = is_nothrow_invocable_r<_Ret, _Fn, _Args...>::value;






  template<typename _Tp>
    struct has_unique_object_representations
    : bool_constant<__has_unique_object_representations(
      remove_cv_t<remove_all_extents_t<_Tp>>
      )>
    {
      static_assert(std::__is_complete_or_unbounded(__type_identity<_Tp>{}),
 "template argument must be a complete class or an unbounded array");
    };


  template<typename _Tp>
    inline constexpr bool has_unique_object_representations_v
      = has_unique_object_representations<_Tp>::value;






  template<typename _Tp>
    struct is_aggregate
    : bool_constant<__is_aggregate(remove_cv_t<_Tp>)>
    { };


  template<typename _Tp>
    inline constexpr bool is_aggregate_v = is_aggregate<_Tp>::value;
# 3703 "/usr/include/c++/12/type_traits" 3

}
# 8 "include/ffiguard/jni/call/class.hpp" 2
# 1 "/usr/include/c++/12/utility" 1 3
# 58 "/usr/include/c++/12/utility" 3
       
# 59 "/usr/include/c++/12/utility" 3
# 68 "/usr/include/c++/12/utility" 3
# 1 "/usr/include/c++/12/bits/stl_relops.h" 1 3
# 62 "/usr/include/c++/12/bits/stl_relops.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{


  namespace rel_ops
  {
# 86 "/usr/include/c++/12/bits/stl_relops.h" 3
    template <class _Tp>
      inline bool
      operator!=(const _Tp& __x, const _Tp& __y)
      { return !(__x == __y); }
# 99 "/usr/include/c++/12/bits/stl_relops.h" 3
    template <class _Tp>
      inline bool
      operator>(const _Tp& __x, const _Tp& __y)
      { return __y < __x; }
# 112 "/usr/include/c++/12/bits/stl_relops.h" 3
    template <class _Tp>
      inline bool
      operator<=(const _Tp& __x, const _Tp& __y)
      { return !(__y < __x); }
# 125 "/usr/include/c++/12/bits/stl_relops.h" 3
    template <class _Tp>
      inline bool
      operator>=(const _Tp& __x, const _Tp& __y)
      { return !(__x < __y); }
  }


}
# 69 "/usr/include/c++/12/utility" 2 3
# 1 "/usr/include/c++/12/bits/stl_pair.h" 1 3
# 61 "/usr/include/c++/12/bits/stl_pair.h" 3
# 1 "/usr/include/c++/12/bits/move.h" 1 3
# 38 "/usr/include/c++/12/bits/move.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{







  template<typename _Tp>
    inline constexpr _Tp*
    __addressof(_Tp& __r) noexcept
    { return __builtin_addressof(__r); }




}



namespace std __attribute__ ((__visibility__ ("default")))
{

# 74 "/usr/include/c++/12/bits/move.h" 3
  template<typename _Tp>
    [[__nodiscard__]]
    constexpr _Tp&&
    forward(typename std::remove_reference<_Tp>::type& __t) noexcept
    { return static_cast<_Tp&&>(__t); }







  template<typename _Tp>
    [[__nodiscard__]]
    constexpr _Tp&&
    forward(typename std::remove_reference<_Tp>::type&& __t) noexcept
    {
      static_assert(!std::is_lvalue_reference<_Tp>::value,
   "std::forward must not be used to convert an rvalue to an lvalue");
      return static_cast<_Tp&&>(__t);
    }






  template<typename _Tp>
    [[__nodiscard__]]
    constexpr typename std::remove_reference<_Tp>::type&&
    move(_Tp&& __t) noexcept
    { return static_cast<typename std::remove_reference<_Tp>::type&&>(__t); }


  template<typename _Tp>
    struct __move_if_noexcept_cond
    : public __and_<__not_<is_nothrow_move_constructible<_Tp>>,
                    is_copy_constructible<_Tp>>::type { };
# 121 "/usr/include/c++/12/bits/move.h" 3
  template<typename _Tp>
    [[__nodiscard__]]
    constexpr
    __conditional_t<__move_if_noexcept_cond<_Tp>::value, const _Tp&, _Tp&&>
    move_if_noexcept(_Tp& __x) noexcept
    { return std::move(__x); }
# 142 "/usr/include/c++/12/bits/move.h" 3
  template<typename _Tp>
    [[__nodiscard__]]
    inline constexpr _Tp*
    addressof(_Tp& __r) noexcept
    { return std::__addressof(__r); }



  template<typename _Tp>
    const _Tp* addressof(const _Tp&&) = delete;


  template <typename _Tp, typename _Up = _Tp>
   
    inline _Tp
    __exchange(_Tp& __obj, _Up&& __new_val)
    {
      _Tp __old_val = std::move(__obj);
      __obj = std::forward<_Up>(__new_val);
      return __old_val;
    }
# 186 "/usr/include/c++/12/bits/move.h" 3
  template<typename _Tp>
   
    inline

    typename enable_if<__and_<__not_<__is_tuple_like<_Tp>>,
         is_move_constructible<_Tp>,
         is_move_assignable<_Tp>>::value>::type



    swap(_Tp& __a, _Tp& __b)
    noexcept(__and_<is_nothrow_move_constructible<_Tp>, is_nothrow_move_assignable<_Tp>>::value)

    {




      _Tp __tmp = std::move(__a);
      __a = std::move(__b);
      __b = std::move(__tmp);
    }




  template<typename _Tp, size_t _Nm>
   
    inline

    typename enable_if<__is_swappable<_Tp>::value>::type



    swap(_Tp (&__a)[_Nm], _Tp (&__b)[_Nm])
    noexcept(__is_nothrow_swappable<_Tp>::value)
    {
      for (size_t __n = 0; __n < _Nm; ++__n)
 swap(__a[__n], __b[__n]);
    }



}
# 62 "/usr/include/c++/12/bits/stl_pair.h" 2 3
# 1 "/usr/include/c++/12/bits/utility.h" 1 3
# 36 "/usr/include/c++/12/bits/utility.h" 3
       
# 37 "/usr/include/c++/12/bits/utility.h" 3






namespace std __attribute__ ((__visibility__ ("default")))
{



  template<typename _Tp>
    struct tuple_size;





  template<typename _Tp,
    typename _Up = typename remove_cv<_Tp>::type,
    typename = typename enable_if<is_same<_Tp, _Up>::value>::type,
    size_t = tuple_size<_Tp>::value>
    using __enable_if_has_tuple_size = _Tp;

  template<typename _Tp>
    struct tuple_size<const __enable_if_has_tuple_size<_Tp>>
    : public tuple_size<_Tp> { };

  template<typename _Tp>
    struct tuple_size<volatile __enable_if_has_tuple_size<_Tp>>
    : public tuple_size<_Tp> { };

  template<typename _Tp>
    struct tuple_size<const volatile __enable_if_has_tuple_size<_Tp>>
    : public tuple_size<_Tp> { };


  template<typename _Tp>
    inline constexpr size_t tuple_size_v = tuple_size<_Tp>::value;



  template<size_t __i, typename _Tp>
    struct tuple_element;


  template<size_t __i, typename _Tp>
    using __tuple_element_t = typename tuple_element<__i, _Tp>::type;

  template<size_t __i, typename _Tp>
    struct tuple_element<__i, const _Tp>
    {
      typedef typename add_const<__tuple_element_t<__i, _Tp>>::type type;
    };

  template<size_t __i, typename _Tp>
    struct tuple_element<__i, volatile _Tp>
    {
      typedef typename add_volatile<__tuple_element_t<__i, _Tp>>::type type;
    };

  template<size_t __i, typename _Tp>
    struct tuple_element<__i, const volatile _Tp>
    {
      typedef typename add_cv<__tuple_element_t<__i, _Tp>>::type type;
    };





  template<typename _Tp, typename... _Types>
    constexpr size_t
    __find_uniq_type_in_pack()
    {
      constexpr size_t __sz = sizeof...(_Types);
      constexpr bool __found[__sz] = { __is_same(_Tp, _Types) ... };
      size_t __n = __sz;
      for (size_t __i = 0; __i < __sz; ++__i)
 {
   if (__found[__i])
     {
       if (__n < __sz)
  return __sz;
       __n = __i;
     }
 }
      return __n;
    }
# 134 "/usr/include/c++/12/bits/utility.h" 3
  template<size_t __i, typename _Tp>
    using tuple_element_t = typename tuple_element<__i, _Tp>::type;




  template<size_t... _Indexes> struct _Index_tuple { };


  template<size_t _Num>
    struct _Build_index_tuple
    {
# 154 "/usr/include/c++/12/bits/utility.h" 3
      using __type = _Index_tuple<__integer_pack(_Num)...>;

    };






  template<typename _Tp, _Tp... _Idx>
    struct integer_sequence
    {
      typedef _Tp value_type;
      static constexpr size_t size() noexcept { return sizeof...(_Idx); }
    };


  template<typename _Tp, _Tp _Num>
    using make_integer_sequence



      = integer_sequence<_Tp, __integer_pack(_Num)...>;



  template<size_t... _Idx>
    using index_sequence = integer_sequence<size_t, _Idx...>;


  template<size_t _Num>
    using make_index_sequence = make_integer_sequence<size_t, _Num>;


  template<typename... _Types>
    using index_sequence_for = make_index_sequence<sizeof...(_Types)>;



  struct in_place_t {
    explicit in_place_t() = default;
  };

  inline constexpr in_place_t in_place{};

  template<typename _Tp> struct in_place_type_t
  {
    explicit in_place_type_t() = default;
  };

  template<typename _Tp>
    inline constexpr in_place_type_t<_Tp> in_place_type{};

  template<size_t _Idx> struct in_place_index_t
  {
    explicit in_place_index_t() = default;
  };

  template<size_t _Idx>
    inline constexpr in_place_index_t<_Idx> in_place_index{};

  template<typename>
    inline constexpr bool __is_in_place_type_v = false;

  template<typename _Tp>
    inline constexpr bool __is_in_place_type_v<in_place_type_t<_Tp>> = true;

  template<typename _Tp>
    using __is_in_place_type = bool_constant<__is_in_place_type_v<_Tp>>;




  template<size_t _Np, typename... _Types>
    struct _Nth_type
    { };

  template<typename _Tp0, typename... _Rest>
    struct _Nth_type<0, _Tp0, _Rest...>
    { using type = _Tp0; };

  template<typename _Tp0, typename _Tp1, typename... _Rest>
    struct _Nth_type<1, _Tp0, _Tp1, _Rest...>
    { using type = _Tp1; };

  template<typename _Tp0, typename _Tp1, typename _Tp2, typename... _Rest>
    struct _Nth_type<2, _Tp0, _Tp1, _Tp2, _Rest...>
    { using type = _Tp2; };

  template<size_t _Np, typename _Tp0, typename _Tp1, typename _Tp2,
    typename... _Rest>



    struct _Nth_type<_Np, _Tp0, _Tp1, _Tp2, _Rest...>
    : _Nth_type<_Np - 3, _Rest...>
    { };


  template<typename _Tp0, typename _Tp1, typename... _Rest>
    struct _Nth_type<0, _Tp0, _Tp1, _Rest...>
    { using type = _Tp0; };

  template<typename _Tp0, typename _Tp1, typename _Tp2, typename... _Rest>
    struct _Nth_type<0, _Tp0, _Tp1, _Tp2, _Rest...>
    { using type = _Tp0; };

  template<typename _Tp0, typename _Tp1, typename _Tp2, typename... _Rest>
    struct _Nth_type<1, _Tp0, _Tp1, _Tp2, _Rest...>
    { using type = _Tp1; };



}
# 63 "/usr/include/c++/12/bits/stl_pair.h" 2 3






namespace std __attribute__ ((__visibility__ ("default")))
{

# 80 "/usr/include/c++/12/bits/stl_pair.h" 3
  struct piecewise_construct_t { explicit piecewise_construct_t() = default; };


  inline constexpr piecewise_construct_t piecewise_construct =
    piecewise_construct_t();




  template<typename...>
    class tuple;

  template<size_t...>
    struct _Index_tuple;







  template <bool, typename _T1, typename _T2>
    struct _PCC
    {
      template <typename _U1, typename _U2>
      static constexpr bool _ConstructiblePair()
      {
 return __and_<is_constructible<_T1, const _U1&>,
        is_constructible<_T2, const _U2&>>::value;
      }

      template <typename _U1, typename _U2>
      static constexpr bool _ImplicitlyConvertiblePair()
      {
 return __and_<is_convertible<const _U1&, _T1>,
        is_convertible<const _U2&, _T2>>::value;
      }

      template <typename _U1, typename _U2>
      static constexpr bool _MoveConstructiblePair()
      {
 return __and_<is_constructible<_T1, _U1&&>,
        is_constructible<_T2, _U2&&>>::value;
      }

      template <typename _U1, typename _U2>
      static constexpr bool _ImplicitlyMoveConvertiblePair()
      {
 return __and_<is_convertible<_U1&&, _T1>,
        is_convertible<_U2&&, _T2>>::value;
      }
    };

  template <typename _T1, typename _T2>
    struct _PCC<false, _T1, _T2>
    {
      template <typename _U1, typename _U2>
      static constexpr bool _ConstructiblePair()
      {
 return false;
      }

      template <typename _U1, typename _U2>
      static constexpr bool _ImplicitlyConvertiblePair()
      {
 return false;
      }

      template <typename _U1, typename _U2>
      static constexpr bool _MoveConstructiblePair()
      {
 return false;
      }

      template <typename _U1, typename _U2>
      static constexpr bool _ImplicitlyMoveConvertiblePair()
      {
 return false;
      }
    };



  template<typename _U1, typename _U2> class __pair_base
  {

    template<typename _T1, typename _T2> friend struct pair;
    __pair_base() = default;
    ~__pair_base() = default;
    __pair_base(const __pair_base&) = default;
    __pair_base& operator=(const __pair_base&) = delete;

  };
# 184 "/usr/include/c++/12/bits/stl_pair.h" 3
  template<typename _T1, typename _T2>
    struct pair
    : public __pair_base<_T1, _T2>
    {
      typedef _T1 first_type;
      typedef _T2 second_type;

      _T1 first;
      _T2 second;


      constexpr pair(const pair&) = default;
      constexpr pair(pair&&) = default;

      template<typename... _Args1, typename... _Args2>

 pair(piecewise_construct_t, tuple<_Args1...>, tuple<_Args2...>);


      void
      swap(pair& __p)
      noexcept(__and_<__is_nothrow_swappable<_T1>,
        __is_nothrow_swappable<_T2>>::value)
      {
 using std::swap;
 swap(first, __p.first);
 swap(second, __p.second);
      }

    private:
      template<typename... _Args1, size_t... _Indexes1,
        typename... _Args2, size_t... _Indexes2>

 pair(tuple<_Args1...>&, tuple<_Args2...>&,
      _Index_tuple<_Indexes1...>, _Index_tuple<_Indexes2...>);
    public:
# 378 "/usr/include/c++/12/bits/stl_pair.h" 3
      template <typename _U1 = _T1,
                typename _U2 = _T2,
                typename enable_if<__and_<
                                     __is_implicitly_default_constructible<_U1>,
                                     __is_implicitly_default_constructible<_U2>>
                                   ::value, bool>::type = true>
      constexpr pair()
      : first(), second() { }

      template <typename _U1 = _T1,
                typename _U2 = _T2,
                typename enable_if<__and_<
                       is_default_constructible<_U1>,
                       is_default_constructible<_U2>,
                       __not_<
                         __and_<__is_implicitly_default_constructible<_U1>,
                                __is_implicitly_default_constructible<_U2>>>>
                                   ::value, bool>::type = false>
      explicit constexpr pair()
      : first(), second() { }



      using _PCCP = _PCC<true, _T1, _T2>;



      template<typename _U1 = _T1, typename _U2=_T2, typename
        enable_if<_PCCP::template
      _ConstructiblePair<_U1, _U2>()
                  && _PCCP::template
      _ImplicitlyConvertiblePair<_U1, _U2>(),
                         bool>::type=true>
      constexpr pair(const _T1& __a, const _T2& __b)
      : first(__a), second(__b) { }


       template<typename _U1 = _T1, typename _U2=_T2, typename
  enable_if<_PCCP::template
       _ConstructiblePair<_U1, _U2>()
                   && !_PCCP::template
       _ImplicitlyConvertiblePair<_U1, _U2>(),
                         bool>::type=false>
      explicit constexpr pair(const _T1& __a, const _T2& __b)
      : first(__a), second(__b) { }



      template <typename _U1, typename _U2>
        using _PCCFP = _PCC<!is_same<_T1, _U1>::value
       || !is_same<_T2, _U2>::value,
       _T1, _T2>;


      template<typename _U1, typename _U2, typename
        enable_if<_PCCFP<_U1, _U2>::template
      _ConstructiblePair<_U1, _U2>()
                  && _PCCFP<_U1, _U2>::template
      _ImplicitlyConvertiblePair<_U1, _U2>(),
     bool>::type=true>
        constexpr pair(const pair<_U1, _U2>& __p)
        : first(__p.first), second(__p.second) { }

      template<typename _U1, typename _U2, typename
        enable_if<_PCCFP<_U1, _U2>::template
      _ConstructiblePair<_U1, _U2>()
    && !_PCCFP<_U1, _U2>::template
      _ImplicitlyConvertiblePair<_U1, _U2>(),
                         bool>::type=false>
 explicit constexpr pair(const pair<_U1, _U2>& __p)
 : first(__p.first), second(__p.second) { }
# 460 "/usr/include/c++/12/bits/stl_pair.h" 3
    private:



      struct __zero_as_null_pointer_constant
      {
 __zero_as_null_pointer_constant(int __zero_as_null_pointer_constant::*)
 { }
 template<typename _Tp,
   typename = __enable_if_t<is_null_pointer<_Tp>::value>>
 __zero_as_null_pointer_constant(_Tp) = delete;
      };

    public:




      template<typename _U1,
        __enable_if_t<__and_<__not_<is_reference<_U1>>,
        is_pointer<_T2>,
        is_constructible<_T1, _U1>,
        __not_<is_constructible<_T1, const _U1&>>,
        is_convertible<_U1, _T1>>::value,
        bool> = true>
 __attribute__ ((__deprecated__ ("use 'nullptr' instead of '0' to " "initialize std::pair of move-only " "type and pointer")))
 constexpr
 pair(_U1&& __x, __zero_as_null_pointer_constant, ...)
 : first(std::forward<_U1>(__x)), second(nullptr) { }

      template<typename _U1,
        __enable_if_t<__and_<__not_<is_reference<_U1>>,
        is_pointer<_T2>,
        is_constructible<_T1, _U1>,
        __not_<is_constructible<_T1, const _U1&>>,
        __not_<is_convertible<_U1, _T1>>>::value,
        bool> = false>
 __attribute__ ((__deprecated__ ("use 'nullptr' instead of '0' to " "initialize std::pair of move-only " "type and pointer")))
 explicit constexpr
 pair(_U1&& __x, __zero_as_null_pointer_constant, ...)
 : first(std::forward<_U1>(__x)), second(nullptr) { }

      template<typename _U2,
        __enable_if_t<__and_<is_pointer<_T1>,
        __not_<is_reference<_U2>>,
        is_constructible<_T2, _U2>,
        __not_<is_constructible<_T2, const _U2&>>,
        is_convertible<_U2, _T2>>::value,
        bool> = true>
 __attribute__ ((__deprecated__ ("use 'nullptr' instead of '0' to " "initialize std::pair of move-only " "type and pointer")))
 constexpr
 pair(__zero_as_null_pointer_constant, _U2&& __y, ...)
 : first(nullptr), second(std::forward<_U2>(__y)) { }

      template<typename _U2,
        __enable_if_t<__and_<is_pointer<_T1>,
        __not_<is_reference<_U2>>,
        is_constructible<_T2, _U2>,
        __not_<is_constructible<_T2, const _U2&>>,
        __not_<is_convertible<_U2, _T2>>>::value,
        bool> = false>
 __attribute__ ((__deprecated__ ("use 'nullptr' instead of '0' to " "initialize std::pair of move-only " "type and pointer")))
 explicit constexpr
 pair(__zero_as_null_pointer_constant, _U2&& __y, ...)
 : first(nullptr), second(std::forward<_U2>(__y)) { }



      template<typename _U1, typename _U2, typename
        enable_if<_PCCP::template
      _MoveConstructiblePair<_U1, _U2>()
     && _PCCP::template
      _ImplicitlyMoveConvertiblePair<_U1, _U2>(),
                         bool>::type=true>
 constexpr pair(_U1&& __x, _U2&& __y)
 : first(std::forward<_U1>(__x)), second(std::forward<_U2>(__y)) { }

      template<typename _U1, typename _U2, typename
        enable_if<_PCCP::template
      _MoveConstructiblePair<_U1, _U2>()
     && !_PCCP::template
      _ImplicitlyMoveConvertiblePair<_U1, _U2>(),
                         bool>::type=false>
 explicit constexpr pair(_U1&& __x, _U2&& __y)
 : first(std::forward<_U1>(__x)), second(std::forward<_U2>(__y)) { }


      template<typename _U1, typename _U2, typename
        enable_if<_PCCFP<_U1, _U2>::template
      _MoveConstructiblePair<_U1, _U2>()
     && _PCCFP<_U1, _U2>::template
      _ImplicitlyMoveConvertiblePair<_U1, _U2>(),
                         bool>::type=true>
 constexpr pair(pair<_U1, _U2>&& __p)
 : first(std::forward<_U1>(__p.first)),
   second(std::forward<_U2>(__p.second)) { }

      template<typename _U1, typename _U2, typename
        enable_if<_PCCFP<_U1, _U2>::template
      _MoveConstructiblePair<_U1, _U2>()
     && !_PCCFP<_U1, _U2>::template
      _ImplicitlyMoveConvertiblePair<_U1, _U2>(),
                         bool>::type=false>
 explicit constexpr pair(pair<_U1, _U2>&& __p)
 : first(std::forward<_U1>(__p.first)),
   second(std::forward<_U2>(__p.second)) { }

      pair&
      operator=(__conditional_t<__and_<is_copy_assignable<_T1>,
           is_copy_assignable<_T2>>::value,
    const pair&, const __nonesuch&> __p)
      {
 first = __p.first;
 second = __p.second;
 return *this;
      }

      pair&
      operator=(__conditional_t<__and_<is_move_assignable<_T1>,
           is_move_assignable<_T2>>::value,
    pair&&, __nonesuch&&> __p)
      noexcept(__and_<is_nothrow_move_assignable<_T1>,
        is_nothrow_move_assignable<_T2>>::value)
      {
 first = std::forward<first_type>(__p.first);
 second = std::forward<second_type>(__p.second);
 return *this;
      }

      template<typename _U1, typename _U2>
 typename enable_if<__and_<is_assignable<_T1&, const _U1&>,
      is_assignable<_T2&, const _U2&>>::value,
      pair&>::type
 operator=(const pair<_U1, _U2>& __p)
 {
   first = __p.first;
   second = __p.second;
   return *this;
 }

      template<typename _U1, typename _U2>
 typename enable_if<__and_<is_assignable<_T1&, _U1&&>,
      is_assignable<_T2&, _U2&&>>::value,
      pair&>::type
 operator=(pair<_U1, _U2>&& __p)
 {
   first = std::forward<_U1>(__p.first);
   second = std::forward<_U2>(__p.second);
   return *this;
 }
# 629 "/usr/include/c++/12/bits/stl_pair.h" 3
    };




  template<typename _T1, typename _T2> pair(_T1, _T2) -> pair<_T1, _T2>;



  template<typename _T1, typename _T2>
    inline constexpr bool
    operator==(const pair<_T1, _T2>& __x, const pair<_T1, _T2>& __y)
    { return __x.first == __y.first && __x.second == __y.second; }
# 661 "/usr/include/c++/12/bits/stl_pair.h" 3
  template<typename _T1, typename _T2>
    inline constexpr bool
    operator<(const pair<_T1, _T2>& __x, const pair<_T1, _T2>& __y)
    { return __x.first < __y.first
      || (!(__y.first < __x.first) && __x.second < __y.second); }


  template<typename _T1, typename _T2>
    inline constexpr bool
    operator!=(const pair<_T1, _T2>& __x, const pair<_T1, _T2>& __y)
    { return !(__x == __y); }


  template<typename _T1, typename _T2>
    inline constexpr bool
    operator>(const pair<_T1, _T2>& __x, const pair<_T1, _T2>& __y)
    { return __y < __x; }


  template<typename _T1, typename _T2>
    inline constexpr bool
    operator<=(const pair<_T1, _T2>& __x, const pair<_T1, _T2>& __y)
    { return !(__y < __x); }


  template<typename _T1, typename _T2>
    inline constexpr bool
    operator>=(const pair<_T1, _T2>& __x, const pair<_T1, _T2>& __y)
    { return !(__x < __y); }
# 698 "/usr/include/c++/12/bits/stl_pair.h" 3
  template<typename _T1, typename _T2>
    inline


    typename enable_if<__and_<__is_swappable<_T1>,
                              __is_swappable<_T2>>::value>::type



    swap(pair<_T1, _T2>& __x, pair<_T1, _T2>& __y)
    noexcept(noexcept(__x.swap(__y)))
    { __x.swap(__y); }


  template<typename _T1, typename _T2>
    typename enable_if<!__and_<__is_swappable<_T1>,
          __is_swappable<_T2>>::value>::type
    swap(pair<_T1, _T2>&, pair<_T1, _T2>&) = delete;
# 738 "/usr/include/c++/12/bits/stl_pair.h" 3
  template<typename _T1, typename _T2>
    constexpr pair<typename __decay_and_strip<_T1>::__type,
                   typename __decay_and_strip<_T2>::__type>
    make_pair(_T1&& __x, _T2&& __y)
    {
      typedef typename __decay_and_strip<_T1>::__type __ds_type1;
      typedef typename __decay_and_strip<_T2>::__type __ds_type2;
      typedef pair<__ds_type1, __ds_type2> __pair_type;
      return __pair_type(std::forward<_T1>(__x), std::forward<_T2>(__y));
    }
# 760 "/usr/include/c++/12/bits/stl_pair.h" 3
  template<typename _T1, typename _T2>
    struct __is_tuple_like_impl<pair<_T1, _T2>> : true_type
    { };


  template<class _Tp1, class _Tp2>
    struct tuple_size<pair<_Tp1, _Tp2>>
    : public integral_constant<size_t, 2> { };


  template<class _Tp1, class _Tp2>
    struct tuple_element<0, pair<_Tp1, _Tp2>>
    { typedef _Tp1 type; };


  template<class _Tp1, class _Tp2>
    struct tuple_element<1, pair<_Tp1, _Tp2>>
    { typedef _Tp2 type; };


  template<typename _Tp1, typename _Tp2>
    inline constexpr size_t tuple_size_v<pair<_Tp1, _Tp2>> = 2;

  template<typename _Tp1, typename _Tp2>
    inline constexpr size_t tuple_size_v<const pair<_Tp1, _Tp2>> = 2;

  template<typename _Tp>
    inline constexpr bool __is_pair = false;

  template<typename _Tp, typename _Up>
    inline constexpr bool __is_pair<pair<_Tp, _Up>> = true;

  template<typename _Tp, typename _Up>
    inline constexpr bool __is_pair<const pair<_Tp, _Up>> = true;



  template<size_t _Int>
    struct __pair_get;

  template<>
    struct __pair_get<0>
    {
      template<typename _Tp1, typename _Tp2>
 static constexpr _Tp1&
 __get(pair<_Tp1, _Tp2>& __pair) noexcept
 { return __pair.first; }

      template<typename _Tp1, typename _Tp2>
 static constexpr _Tp1&&
 __move_get(pair<_Tp1, _Tp2>&& __pair) noexcept
 { return std::forward<_Tp1>(__pair.first); }

      template<typename _Tp1, typename _Tp2>
 static constexpr const _Tp1&
 __const_get(const pair<_Tp1, _Tp2>& __pair) noexcept
 { return __pair.first; }

      template<typename _Tp1, typename _Tp2>
 static constexpr const _Tp1&&
 __const_move_get(const pair<_Tp1, _Tp2>&& __pair) noexcept
 { return std::forward<const _Tp1>(__pair.first); }
    };

  template<>
    struct __pair_get<1>
    {
      template<typename _Tp1, typename _Tp2>
 static constexpr _Tp2&
 __get(pair<_Tp1, _Tp2>& __pair) noexcept
 { return __pair.second; }

      template<typename _Tp1, typename _Tp2>
 static constexpr _Tp2&&
 __move_get(pair<_Tp1, _Tp2>&& __pair) noexcept
 { return std::forward<_Tp2>(__pair.second); }

      template<typename _Tp1, typename _Tp2>
 static constexpr const _Tp2&
 __const_get(const pair<_Tp1, _Tp2>& __pair) noexcept
 { return __pair.second; }

      template<typename _Tp1, typename _Tp2>
 static constexpr const _Tp2&&
 __const_move_get(const pair<_Tp1, _Tp2>&& __pair) noexcept
 { return std::forward<const _Tp2>(__pair.second); }
    };






  template<size_t _Int, class _Tp1, class _Tp2>
    constexpr typename tuple_element<_Int, pair<_Tp1, _Tp2>>::type&
    get(pair<_Tp1, _Tp2>& __in) noexcept
    { return __pair_get<_Int>::__get(__in); }

  template<size_t _Int, class _Tp1, class _Tp2>
    constexpr typename tuple_element<_Int, pair<_Tp1, _Tp2>>::type&&
    get(pair<_Tp1, _Tp2>&& __in) noexcept
    { return __pair_get<_Int>::__move_get(std::move(__in)); }

  template<size_t _Int, class _Tp1, class _Tp2>
    constexpr const typename tuple_element<_Int, pair<_Tp1, _Tp2>>::type&
    get(const pair<_Tp1, _Tp2>& __in) noexcept
    { return __pair_get<_Int>::__const_get(__in); }

  template<size_t _Int, class _Tp1, class _Tp2>
    constexpr const typename tuple_element<_Int, pair<_Tp1, _Tp2>>::type&&
    get(const pair<_Tp1, _Tp2>&& __in) noexcept
    { return __pair_get<_Int>::__const_move_get(std::move(__in)); }





  template <typename _Tp, typename _Up>
    constexpr _Tp&
    get(pair<_Tp, _Up>& __p) noexcept
    { return __p.first; }

  template <typename _Tp, typename _Up>
    constexpr const _Tp&
    get(const pair<_Tp, _Up>& __p) noexcept
    { return __p.first; }

  template <typename _Tp, typename _Up>
    constexpr _Tp&&
    get(pair<_Tp, _Up>&& __p) noexcept
    { return std::move(__p.first); }

  template <typename _Tp, typename _Up>
    constexpr const _Tp&&
    get(const pair<_Tp, _Up>&& __p) noexcept
    { return std::move(__p.first); }

  template <typename _Tp, typename _Up>
    constexpr _Tp&
    get(pair<_Up, _Tp>& __p) noexcept
    { return __p.second; }

  template <typename _Tp, typename _Up>
    constexpr const _Tp&
    get(const pair<_Up, _Tp>& __p) noexcept
    { return __p.second; }

  template <typename _Tp, typename _Up>
    constexpr _Tp&&
    get(pair<_Up, _Tp>&& __p) noexcept
    { return std::move(__p.second); }

  template <typename _Tp, typename _Up>
    constexpr const _Tp&&
    get(const pair<_Up, _Tp>&& __p) noexcept
    { return std::move(__p.second); }






}
# 70 "/usr/include/c++/12/utility" 2 3



# 1 "/usr/include/c++/12/initializer_list" 1 3
# 33 "/usr/include/c++/12/initializer_list" 3
       
# 34 "/usr/include/c++/12/initializer_list" 3





#pragma GCC visibility push(default)



namespace std
{

  template<class _E>
    class initializer_list
    {
    public:
      typedef _E value_type;
      typedef const _E& reference;
      typedef const _E& const_reference;
      typedef size_t size_type;
      typedef const _E* iterator;
      typedef const _E* const_iterator;

    private:
      iterator _M_array;
      size_type _M_len;


      constexpr initializer_list(const_iterator __a, size_type __l)
      : _M_array(__a), _M_len(__l) { }

    public:
      constexpr initializer_list() noexcept
      : _M_array(0), _M_len(0) { }


      constexpr size_type
      size() const noexcept { return _M_len; }


      constexpr const_iterator
      begin() const noexcept { return _M_array; }


      constexpr const_iterator
      end() const noexcept { return begin() + size(); }
    };







  template<class _Tp>
    constexpr const _Tp*
    begin(initializer_list<_Tp> __ils) noexcept
    { return __ils.begin(); }







  template<class _Tp>
    constexpr const _Tp*
    end(initializer_list<_Tp> __ils) noexcept
    { return __ils.end(); }
}

#pragma GCC visibility pop
# 74 "/usr/include/c++/12/utility" 2 3
# 82 "/usr/include/c++/12/utility" 3
namespace std __attribute__ ((__visibility__ ("default")))
{






  template <typename _Tp, typename _Up = _Tp>
   
    inline _Tp
    exchange(_Tp& __obj, _Up&& __new_val)
    noexcept(__and_<is_nothrow_move_constructible<_Tp>,
      is_nothrow_assignable<_Tp&, _Up>>::value)
    { return std::__exchange(__obj, std::forward<_Up>(__new_val)); }




  template<typename _Tp>
    [[nodiscard]]
    constexpr add_const_t<_Tp>&
    as_const(_Tp& __t) noexcept
    { return __t; }

  template<typename _Tp>
    void as_const(const _Tp&&) = delete;
# 220 "/usr/include/c++/12/utility" 3

}
# 9 "include/ffiguard/jni/call/class.hpp" 2

# 1 "include/ffiguard/core/config.hpp" 1
# 18 "include/ffiguard/core/config.hpp"
# 1 "include/ffiguard/core/version.hpp" 1
# 19 "include/ffiguard/core/config.hpp" 2
# 11 "include/ffiguard/jni/call/class.hpp" 2
# 1 "include/ffiguard/core/error.hpp" 1




# 1 "/usr/include/c++/12/cstddef" 1 3
# 42 "/usr/include/c++/12/cstddef" 3
       
# 43 "/usr/include/c++/12/cstddef" 3







# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 145 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 3 4
typedef long int ptrdiff_t;
# 424 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 3 4
typedef struct {
  long long __max_align_ll __attribute__((__aligned__(__alignof__(long long))));
  long double __max_align_ld __attribute__((__aligned__(__alignof__(long double))));
# 435 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 3 4
} max_align_t;






  typedef decltype(nullptr) nullptr_t;
# 51 "/usr/include/c++/12/cstddef" 2 3

extern "C++"
{

namespace std
{

  using ::max_align_t;
}



namespace std
{




  enum class byte : unsigned char {};

  template<typename _IntegerType> struct __byte_operand { };
  template<> struct __byte_operand<bool> { using __type = byte; };
  template<> struct __byte_operand<char> { using __type = byte; };
  template<> struct __byte_operand<signed char> { using __type = byte; };
  template<> struct __byte_operand<unsigned char> { using __type = byte; };
  template<> struct __byte_operand<wchar_t> { using __type = byte; };



  template<> struct __byte_operand<char16_t> { using __type = byte; };
  template<> struct __byte_operand<char32_t> { using __type = byte; };
  template<> struct __byte_operand<short> { using __type = byte; };
  template<> struct __byte_operand<unsigned short> { using __type = byte; };
  template<> struct __byte_operand<int> { using __type = byte; };
  template<> struct __byte_operand<unsigned int> { using __type = byte; };
  template<> struct __byte_operand<long> { using __type = byte; };
  template<> struct __byte_operand<unsigned long> { using __type = byte; };
  template<> struct __byte_operand<long long> { using __type = byte; };
  template<> struct __byte_operand<unsigned long long> { using __type = byte; };
# 108 "/usr/include/c++/12/cstddef" 3
  template<typename _IntegerType>
    struct __byte_operand<const _IntegerType>
    : __byte_operand<_IntegerType> { };
  template<typename _IntegerType>
    struct __byte_operand<volatile _IntegerType>
    : __byte_operand<_IntegerType> { };
  template<typename _IntegerType>
    struct __byte_operand<const volatile _IntegerType>
    : __byte_operand<_IntegerType> { };

  template<typename _IntegerType>
    using __byte_op_t = typename __byte_operand<_IntegerType>::__type;

  template<typename _IntegerType>
    constexpr __byte_op_t<_IntegerType>
    operator<<(byte __b, _IntegerType __shift) noexcept
    { return (byte)(unsigned char)((unsigned)__b << __shift); }

  template<typename _IntegerType>
    constexpr __byte_op_t<_IntegerType>
    operator>>(byte __b, _IntegerType __shift) noexcept
    { return (byte)(unsigned char)((unsigned)__b >> __shift); }

  constexpr byte
  operator|(byte __l, byte __r) noexcept
  { return (byte)(unsigned char)((unsigned)__l | (unsigned)__r); }

  constexpr byte
  operator&(byte __l, byte __r) noexcept
  { return (byte)(unsigned char)((unsigned)__l & (unsigned)__r); }

  constexpr byte
  operator^(byte __l, byte __r) noexcept
  { return (byte)(unsigned char)((unsigned)__l ^ (unsigned)__r); }

  constexpr byte
  operator~(byte __b) noexcept
  { return (byte)(unsigned char)~(unsigned)__b; }

  template<typename _IntegerType>
    constexpr __byte_op_t<_IntegerType>&
    operator<<=(byte& __b, _IntegerType __shift) noexcept
    { return __b = __b << __shift; }

  template<typename _IntegerType>
    constexpr __byte_op_t<_IntegerType>&
    operator>>=(byte& __b, _IntegerType __shift) noexcept
    { return __b = __b >> __shift; }

  constexpr byte&
  operator|=(byte& __l, byte __r) noexcept
  { return __l = __l | __r; }

  constexpr byte&
  operator&=(byte& __l, byte __r) noexcept
  { return __l = __l & __r; }

  constexpr byte&
  operator^=(byte& __l, byte __r) noexcept
  { return __l = __l ^ __r; }

  template<typename _IntegerType>
    [[nodiscard]]
    constexpr _IntegerType
    to_integer(__byte_op_t<_IntegerType> __b) noexcept
    { return _IntegerType(__b); }


}

}
# 6 "include/ffiguard/core/error.hpp" 2
# 1 "/usr/include/c++/12/cstdint" 1 3
# 32 "/usr/include/c++/12/cstdint" 3
       
# 33 "/usr/include/c++/12/cstdint" 3
# 41 "/usr/include/c++/12/cstdint" 3
# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdint.h" 1 3 4
# 9 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdint.h" 3 4
# 1 "/usr/include/stdint.h" 1 3 4
# 26 "/usr/include/stdint.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 1 3 4
# 27 "/usr/include/stdint.h" 2 3 4

# 1 "/usr/include/x86_64-linux-gnu/bits/wchar.h" 1 3 4
# 29 "/usr/include/stdint.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 30 "/usr/include/stdint.h" 2 3 4




# 1 "/usr/include/x86_64-linux-gnu/bits/stdint-intn.h" 1 3 4
# 24 "/usr/include/x86_64-linux-gnu/bits/stdint-intn.h" 3 4
typedef __int8_t int8_t;
typedef __int16_t int16_t;
typedef __int32_t int32_t;
typedef __int64_t int64_t;
# 35 "/usr/include/stdint.h" 2 3 4


# 1 "/usr/include/x86_64-linux-gnu/bits/stdint-uintn.h" 1 3 4
# 24 "/usr/include/x86_64-linux-gnu/bits/stdint-uintn.h" 3 4
typedef __uint8_t uint8_t;
typedef __uint16_t uint16_t;
typedef __uint32_t uint32_t;
typedef __uint64_t uint64_t;
# 38 "/usr/include/stdint.h" 2 3 4





typedef __int_least8_t int_least8_t;
typedef __int_least16_t int_least16_t;
typedef __int_least32_t int_least32_t;
typedef __int_least64_t int_least64_t;


typedef __uint_least8_t uint_least8_t;
typedef __uint_least16_t uint_least16_t;
typedef __uint_least32_t uint_least32_t;
typedef __uint_least64_t uint_least64_t;





typedef signed char int_fast8_t;

typedef long int int_fast16_t;
typedef long int int_fast32_t;
typedef long int int_fast64_t;
# 71 "/usr/include/stdint.h" 3 4
typedef unsigned char uint_fast8_t;

typedef unsigned long int uint_fast16_t;
typedef unsigned long int uint_fast32_t;
typedef unsigned long int uint_fast64_t;
# 87 "/usr/include/stdint.h" 3 4
typedef long int intptr_t;


typedef unsigned long int uintptr_t;
# 101 "/usr/include/stdint.h" 3 4
typedef __intmax_t intmax_t;
typedef __uintmax_t uintmax_t;
# 10 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stdint.h" 2 3 4
# 42 "/usr/include/c++/12/cstdint" 2 3


namespace std
{

  using ::int8_t;
  using ::int16_t;
  using ::int32_t;
  using ::int64_t;

  using ::int_fast8_t;
  using ::int_fast16_t;
  using ::int_fast32_t;
  using ::int_fast64_t;

  using ::int_least8_t;
  using ::int_least16_t;
  using ::int_least32_t;
  using ::int_least64_t;

  using ::intmax_t;
  using ::intptr_t;

  using ::uint8_t;
  using ::uint16_t;
  using ::uint32_t;
  using ::uint64_t;

  using ::uint_fast8_t;
  using ::uint_fast16_t;
  using ::uint_fast32_t;
  using ::uint_fast64_t;

  using ::uint_least8_t;
  using ::uint_least16_t;
  using ::uint_least32_t;
  using ::uint_least64_t;

  using ::uintmax_t;
  using ::uintptr_t;





}
# 7 "include/ffiguard/core/error.hpp" 2



# 1 "include/ffiguard/core/detail/long_text.hpp" 1




# 1 "/usr/include/c++/12/atomic" 1 3
# 35 "/usr/include/c++/12/atomic" 3
       
# 36 "/usr/include/c++/12/atomic" 3





# 1 "/usr/include/c++/12/bits/atomic_base.h" 1 3
# 33 "/usr/include/c++/12/bits/atomic_base.h" 3
       
# 34 "/usr/include/c++/12/bits/atomic_base.h" 3



# 1 "/usr/include/c++/12/bits/atomic_lockfree_defines.h" 1 3
# 33 "/usr/include/c++/12/bits/atomic_lockfree_defines.h" 3
       
# 34 "/usr/include/c++/12/bits/atomic_lockfree_defines.h" 3
# 38 "/usr/include/c++/12/bits/atomic_base.h" 2 3
# 48 "/usr/include/c++/12/bits/atomic_base.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{

# 78 "/usr/include/c++/12/bits/atomic_base.h" 3
  typedef enum memory_order
    {
      memory_order_relaxed,
      memory_order_consume,
      memory_order_acquire,
      memory_order_release,
      memory_order_acq_rel,
      memory_order_seq_cst
    } memory_order;


  enum __memory_order_modifier
    {
      __memory_order_mask = 0x0ffff,
      __memory_order_modifier_mask = 0xffff0000,
      __memory_order_hle_acquire = 0x10000,
      __memory_order_hle_release = 0x20000
    };

  constexpr memory_order
  operator|(memory_order __m, __memory_order_modifier __mod)
  {
    return memory_order(int(__m) | int(__mod));
  }

  constexpr memory_order
  operator&(memory_order __m, __memory_order_modifier __mod)
  {
    return memory_order(int(__m) & int(__mod));
  }


  constexpr memory_order
  __cmpexch_failure_order2(memory_order __m) noexcept
  {
    return __m == memory_order_acq_rel ? memory_order_acquire
      : __m == memory_order_release ? memory_order_relaxed : __m;
  }

  constexpr memory_order
  __cmpexch_failure_order(memory_order __m) noexcept
  {
    return memory_order(__cmpexch_failure_order2(__m & __memory_order_mask)
      | __memory_order_modifier(__m & __memory_order_modifier_mask));
  }

  constexpr bool
  __is_valid_cmpexch_failure_order(memory_order __m) noexcept
  {
    return (__m & __memory_order_mask) != memory_order_release
 && (__m & __memory_order_mask) != memory_order_acq_rel;
  }

  inline __attribute__((__always_inline__)) void
  atomic_thread_fence(memory_order __m) noexcept
  { __atomic_thread_fence(int(__m)); }

  inline __attribute__((__always_inline__)) void
  atomic_signal_fence(memory_order __m) noexcept
  { __atomic_signal_fence(int(__m)); }


  template<typename _Tp>
    inline _Tp
    kill_dependency(_Tp __y) noexcept
    {
      _Tp __ret(__y);
      return __ret;
    }


  template<typename _IntTp>
    struct __atomic_base;
# 161 "/usr/include/c++/12/bits/atomic_base.h" 3
  template<typename _Tp>
    struct atomic;

  template<typename _Tp>
    struct atomic<_Tp*>;



    typedef bool __atomic_flag_data_type;
# 184 "/usr/include/c++/12/bits/atomic_base.h" 3
  extern "C" {

  struct __atomic_flag_base
  {
    __atomic_flag_data_type _M_i ;
  };

  }




  struct atomic_flag : public __atomic_flag_base
  {
    atomic_flag() noexcept = default;
    ~atomic_flag() noexcept = default;
    atomic_flag(const atomic_flag&) = delete;
    atomic_flag& operator=(const atomic_flag&) = delete;
    atomic_flag& operator=(const atomic_flag&) volatile = delete;


    constexpr atomic_flag(bool __i) noexcept
      : __atomic_flag_base{ _S_init(__i) }
    { }

    inline __attribute__((__always_inline__)) bool
    test_and_set(memory_order __m = memory_order_seq_cst) noexcept
    {
      return __atomic_test_and_set (&_M_i, int(__m));
    }

    inline __attribute__((__always_inline__)) bool
    test_and_set(memory_order __m = memory_order_seq_cst) volatile noexcept
    {
      return __atomic_test_and_set (&_M_i, int(__m));
    }
# 268 "/usr/include/c++/12/bits/atomic_base.h" 3
    inline __attribute__((__always_inline__)) void
    clear(memory_order __m = memory_order_seq_cst) noexcept
    {
      memory_order __b __attribute__ ((__unused__))
 = __m & __memory_order_mask;
      do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_consume)) __builtin_unreachable(); } while (false);
      do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acquire)) __builtin_unreachable(); } while (false);
      do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);

      __atomic_clear (&_M_i, int(__m));
    }

    inline __attribute__((__always_inline__)) void
    clear(memory_order __m = memory_order_seq_cst) volatile noexcept
    {
      memory_order __b __attribute__ ((__unused__))
 = __m & __memory_order_mask;
      do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_consume)) __builtin_unreachable(); } while (false);
      do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acquire)) __builtin_unreachable(); } while (false);
      do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);

      __atomic_clear (&_M_i, int(__m));
    }

  private:
    static constexpr __atomic_flag_data_type
    _S_init(bool __i)
    { return __i ? 1 : 0; }
  };
# 323 "/usr/include/c++/12/bits/atomic_base.h" 3
  template<typename _ITp>
    struct __atomic_base
    {
      using value_type = _ITp;
      using difference_type = value_type;

    private:
      typedef _ITp __int_type;

      static constexpr int _S_alignment =
 sizeof(_ITp) > alignof(_ITp) ? sizeof(_ITp) : alignof(_ITp);

      alignas(_S_alignment) __int_type _M_i ;

    public:
      __atomic_base() noexcept = default;
      ~__atomic_base() noexcept = default;
      __atomic_base(const __atomic_base&) = delete;
      __atomic_base& operator=(const __atomic_base&) = delete;
      __atomic_base& operator=(const __atomic_base&) volatile = delete;


      constexpr __atomic_base(__int_type __i) noexcept : _M_i (__i) { }

      operator __int_type() const noexcept
      { return load(); }

      operator __int_type() const volatile noexcept
      { return load(); }

      __int_type
      operator=(__int_type __i) noexcept
      {
 store(__i);
 return __i;
      }

      __int_type
      operator=(__int_type __i) volatile noexcept
      {
 store(__i);
 return __i;
      }

      __int_type
      operator++(int) noexcept
      { return fetch_add(1); }

      __int_type
      operator++(int) volatile noexcept
      { return fetch_add(1); }

      __int_type
      operator--(int) noexcept
      { return fetch_sub(1); }

      __int_type
      operator--(int) volatile noexcept
      { return fetch_sub(1); }

      __int_type
      operator++() noexcept
      { return __atomic_add_fetch(&_M_i, 1, int(memory_order_seq_cst)); }

      __int_type
      operator++() volatile noexcept
      { return __atomic_add_fetch(&_M_i, 1, int(memory_order_seq_cst)); }

      __int_type
      operator--() noexcept
      { return __atomic_sub_fetch(&_M_i, 1, int(memory_order_seq_cst)); }

      __int_type
      operator--() volatile noexcept
      { return __atomic_sub_fetch(&_M_i, 1, int(memory_order_seq_cst)); }

      __int_type
      operator+=(__int_type __i) noexcept
      { return __atomic_add_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator+=(__int_type __i) volatile noexcept
      { return __atomic_add_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator-=(__int_type __i) noexcept
      { return __atomic_sub_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator-=(__int_type __i) volatile noexcept
      { return __atomic_sub_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator&=(__int_type __i) noexcept
      { return __atomic_and_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator&=(__int_type __i) volatile noexcept
      { return __atomic_and_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator|=(__int_type __i) noexcept
      { return __atomic_or_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator|=(__int_type __i) volatile noexcept
      { return __atomic_or_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator^=(__int_type __i) noexcept
      { return __atomic_xor_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      __int_type
      operator^=(__int_type __i) volatile noexcept
      { return __atomic_xor_fetch(&_M_i, __i, int(memory_order_seq_cst)); }

      bool
      is_lock_free() const noexcept
      {

 return __atomic_is_lock_free(sizeof(_M_i),
     reinterpret_cast<void *>(-_S_alignment));
      }

      bool
      is_lock_free() const volatile noexcept
      {

 return __atomic_is_lock_free(sizeof(_M_i),
     reinterpret_cast<void *>(-_S_alignment));
      }

      inline __attribute__((__always_inline__)) void
      store(__int_type __i, memory_order __m = memory_order_seq_cst) noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acquire)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_consume)) __builtin_unreachable(); } while (false);

 __atomic_store_n(&_M_i, __i, int(__m));
      }

      inline __attribute__((__always_inline__)) void
      store(__int_type __i,
     memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acquire)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_consume)) __builtin_unreachable(); } while (false);

 __atomic_store_n(&_M_i, __i, int(__m));
      }

      inline __attribute__((__always_inline__)) __int_type
      load(memory_order __m = memory_order_seq_cst) const noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_release)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);

 return __atomic_load_n(&_M_i, int(__m));
      }

      inline __attribute__((__always_inline__)) __int_type
      load(memory_order __m = memory_order_seq_cst) const volatile noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_release)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);

 return __atomic_load_n(&_M_i, int(__m));
      }

      inline __attribute__((__always_inline__)) __int_type
      exchange(__int_type __i,
        memory_order __m = memory_order_seq_cst) noexcept
      {
 return __atomic_exchange_n(&_M_i, __i, int(__m));
      }


      inline __attribute__((__always_inline__)) __int_type
      exchange(__int_type __i,
        memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 return __atomic_exchange_n(&_M_i, __i, int(__m));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_weak(__int_type& __i1, __int_type __i2,
       memory_order __m1, memory_order __m2) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_i, &__i1, __i2, 1,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_weak(__int_type& __i1, __int_type __i2,
       memory_order __m1,
       memory_order __m2) volatile noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_i, &__i1, __i2, 1,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_weak(__int_type& __i1, __int_type __i2,
       memory_order __m = memory_order_seq_cst) noexcept
      {
 return compare_exchange_weak(__i1, __i2, __m,
         __cmpexch_failure_order(__m));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_weak(__int_type& __i1, __int_type __i2,
     memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 return compare_exchange_weak(__i1, __i2, __m,
         __cmpexch_failure_order(__m));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_strong(__int_type& __i1, __int_type __i2,
         memory_order __m1, memory_order __m2) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_i, &__i1, __i2, 0,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_strong(__int_type& __i1, __int_type __i2,
         memory_order __m1,
         memory_order __m2) volatile noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_i, &__i1, __i2, 0,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_strong(__int_type& __i1, __int_type __i2,
         memory_order __m = memory_order_seq_cst) noexcept
      {
 return compare_exchange_strong(__i1, __i2, __m,
           __cmpexch_failure_order(__m));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_strong(__int_type& __i1, __int_type __i2,
   memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 return compare_exchange_strong(__i1, __i2, __m,
           __cmpexch_failure_order(__m));
      }
# 615 "/usr/include/c++/12/bits/atomic_base.h" 3
      inline __attribute__((__always_inline__)) __int_type
      fetch_add(__int_type __i,
  memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_add(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_add(__int_type __i,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_add(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_sub(__int_type __i,
  memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_sub(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_sub(__int_type __i,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_sub(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_and(__int_type __i,
  memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_and(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_and(__int_type __i,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_and(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_or(__int_type __i,
        memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_or(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_or(__int_type __i,
        memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_or(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_xor(__int_type __i,
  memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_xor(&_M_i, __i, int(__m)); }

      inline __attribute__((__always_inline__)) __int_type
      fetch_xor(__int_type __i,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_xor(&_M_i, __i, int(__m)); }
    };



  template<typename _PTp>
    struct __atomic_base<_PTp*>
    {
    private:
      typedef _PTp* __pointer_type;

      __pointer_type _M_p ;


      constexpr ptrdiff_t
      _M_type_size(ptrdiff_t __d) const { return __d * sizeof(_PTp); }

      constexpr ptrdiff_t
      _M_type_size(ptrdiff_t __d) const volatile { return __d * sizeof(_PTp); }

    public:
      __atomic_base() noexcept = default;
      ~__atomic_base() noexcept = default;
      __atomic_base(const __atomic_base&) = delete;
      __atomic_base& operator=(const __atomic_base&) = delete;
      __atomic_base& operator=(const __atomic_base&) volatile = delete;


      constexpr __atomic_base(__pointer_type __p) noexcept : _M_p (__p) { }

      operator __pointer_type() const noexcept
      { return load(); }

      operator __pointer_type() const volatile noexcept
      { return load(); }

      __pointer_type
      operator=(__pointer_type __p) noexcept
      {
 store(__p);
 return __p;
      }

      __pointer_type
      operator=(__pointer_type __p) volatile noexcept
      {
 store(__p);
 return __p;
      }

      __pointer_type
      operator++(int) noexcept
      { return fetch_add(1); }

      __pointer_type
      operator++(int) volatile noexcept
      { return fetch_add(1); }

      __pointer_type
      operator--(int) noexcept
      { return fetch_sub(1); }

      __pointer_type
      operator--(int) volatile noexcept
      { return fetch_sub(1); }

      __pointer_type
      operator++() noexcept
      { return __atomic_add_fetch(&_M_p, _M_type_size(1),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator++() volatile noexcept
      { return __atomic_add_fetch(&_M_p, _M_type_size(1),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator--() noexcept
      { return __atomic_sub_fetch(&_M_p, _M_type_size(1),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator--() volatile noexcept
      { return __atomic_sub_fetch(&_M_p, _M_type_size(1),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator+=(ptrdiff_t __d) noexcept
      { return __atomic_add_fetch(&_M_p, _M_type_size(__d),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator+=(ptrdiff_t __d) volatile noexcept
      { return __atomic_add_fetch(&_M_p, _M_type_size(__d),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator-=(ptrdiff_t __d) noexcept
      { return __atomic_sub_fetch(&_M_p, _M_type_size(__d),
      int(memory_order_seq_cst)); }

      __pointer_type
      operator-=(ptrdiff_t __d) volatile noexcept
      { return __atomic_sub_fetch(&_M_p, _M_type_size(__d),
      int(memory_order_seq_cst)); }

      bool
      is_lock_free() const noexcept
      {

 return __atomic_is_lock_free(sizeof(_M_p),
     reinterpret_cast<void *>(-__alignof(_M_p)));
      }

      bool
      is_lock_free() const volatile noexcept
      {

 return __atomic_is_lock_free(sizeof(_M_p),
     reinterpret_cast<void *>(-__alignof(_M_p)));
      }

      inline __attribute__((__always_inline__)) void
      store(__pointer_type __p,
     memory_order __m = memory_order_seq_cst) noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;

 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acquire)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_consume)) __builtin_unreachable(); } while (false);

 __atomic_store_n(&_M_p, __p, int(__m));
      }

      inline __attribute__((__always_inline__)) void
      store(__pointer_type __p,
     memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acquire)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_consume)) __builtin_unreachable(); } while (false);

 __atomic_store_n(&_M_p, __p, int(__m));
      }

      inline __attribute__((__always_inline__)) __pointer_type
      load(memory_order __m = memory_order_seq_cst) const noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_release)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);

 return __atomic_load_n(&_M_p, int(__m));
      }

      inline __attribute__((__always_inline__)) __pointer_type
      load(memory_order __m = memory_order_seq_cst) const volatile noexcept
      {
 memory_order __b __attribute__ ((__unused__))
   = __m & __memory_order_mask;
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_release)) __builtin_unreachable(); } while (false);
 do { if (std::__is_constant_evaluated() && !bool(__b != memory_order_acq_rel)) __builtin_unreachable(); } while (false);

 return __atomic_load_n(&_M_p, int(__m));
      }

      inline __attribute__((__always_inline__)) __pointer_type
      exchange(__pointer_type __p,
        memory_order __m = memory_order_seq_cst) noexcept
      {
 return __atomic_exchange_n(&_M_p, __p, int(__m));
      }


      inline __attribute__((__always_inline__)) __pointer_type
      exchange(__pointer_type __p,
        memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 return __atomic_exchange_n(&_M_p, __p, int(__m));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_weak(__pointer_type& __p1, __pointer_type __p2,
       memory_order __m1,
       memory_order __m2) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_p, &__p1, __p2, 1,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_weak(__pointer_type& __p1, __pointer_type __p2,
       memory_order __m1,
       memory_order __m2) volatile noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_p, &__p1, __p2, 1,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_strong(__pointer_type& __p1, __pointer_type __p2,
         memory_order __m1,
         memory_order __m2) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_p, &__p1, __p2, 0,
        int(__m1), int(__m2));
      }

      inline __attribute__((__always_inline__)) bool
      compare_exchange_strong(__pointer_type& __p1, __pointer_type __p2,
         memory_order __m1,
         memory_order __m2) volatile noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__m2))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange_n(&_M_p, &__p1, __p2, 0,
        int(__m1), int(__m2));
      }
# 918 "/usr/include/c++/12/bits/atomic_base.h" 3
      inline __attribute__((__always_inline__)) __pointer_type
      fetch_add(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_add(&_M_p, _M_type_size(__d), int(__m)); }

      inline __attribute__((__always_inline__)) __pointer_type
      fetch_add(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_add(&_M_p, _M_type_size(__d), int(__m)); }

      inline __attribute__((__always_inline__)) __pointer_type
      fetch_sub(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) noexcept
      { return __atomic_fetch_sub(&_M_p, _M_type_size(__d), int(__m)); }

      inline __attribute__((__always_inline__)) __pointer_type
      fetch_sub(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      { return __atomic_fetch_sub(&_M_p, _M_type_size(__d), int(__m)); }
    };
# 1943 "/usr/include/c++/12/bits/atomic_base.h" 3

}
# 42 "/usr/include/c++/12/atomic" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{

# 56 "/usr/include/c++/12/atomic" 3
  template<typename _Tp>
    struct atomic;



  template<>
  struct atomic<bool>
  {
    using value_type = bool;

  private:
    __atomic_base<bool> _M_base;

  public:
    atomic() noexcept = default;
    ~atomic() noexcept = default;
    atomic(const atomic&) = delete;
    atomic& operator=(const atomic&) = delete;
    atomic& operator=(const atomic&) volatile = delete;

    constexpr atomic(bool __i) noexcept : _M_base(__i) { }

    bool
    operator=(bool __i) noexcept
    { return _M_base.operator=(__i); }

    bool
    operator=(bool __i) volatile noexcept
    { return _M_base.operator=(__i); }

    operator bool() const noexcept
    { return _M_base.load(); }

    operator bool() const volatile noexcept
    { return _M_base.load(); }

    bool
    is_lock_free() const noexcept { return _M_base.is_lock_free(); }

    bool
    is_lock_free() const volatile noexcept { return _M_base.is_lock_free(); }


    static constexpr bool is_always_lock_free = 2 == 2;


    void
    store(bool __i, memory_order __m = memory_order_seq_cst) noexcept
    { _M_base.store(__i, __m); }

    void
    store(bool __i, memory_order __m = memory_order_seq_cst) volatile noexcept
    { _M_base.store(__i, __m); }

    bool
    load(memory_order __m = memory_order_seq_cst) const noexcept
    { return _M_base.load(__m); }

    bool
    load(memory_order __m = memory_order_seq_cst) const volatile noexcept
    { return _M_base.load(__m); }

    bool
    exchange(bool __i, memory_order __m = memory_order_seq_cst) noexcept
    { return _M_base.exchange(__i, __m); }

    bool
    exchange(bool __i,
      memory_order __m = memory_order_seq_cst) volatile noexcept
    { return _M_base.exchange(__i, __m); }

    bool
    compare_exchange_weak(bool& __i1, bool __i2, memory_order __m1,
     memory_order __m2) noexcept
    { return _M_base.compare_exchange_weak(__i1, __i2, __m1, __m2); }

    bool
    compare_exchange_weak(bool& __i1, bool __i2, memory_order __m1,
     memory_order __m2) volatile noexcept
    { return _M_base.compare_exchange_weak(__i1, __i2, __m1, __m2); }

    bool
    compare_exchange_weak(bool& __i1, bool __i2,
     memory_order __m = memory_order_seq_cst) noexcept
    { return _M_base.compare_exchange_weak(__i1, __i2, __m); }

    bool
    compare_exchange_weak(bool& __i1, bool __i2,
       memory_order __m = memory_order_seq_cst) volatile noexcept
    { return _M_base.compare_exchange_weak(__i1, __i2, __m); }

    bool
    compare_exchange_strong(bool& __i1, bool __i2, memory_order __m1,
       memory_order __m2) noexcept
    { return _M_base.compare_exchange_strong(__i1, __i2, __m1, __m2); }

    bool
    compare_exchange_strong(bool& __i1, bool __i2, memory_order __m1,
       memory_order __m2) volatile noexcept
    { return _M_base.compare_exchange_strong(__i1, __i2, __m1, __m2); }

    bool
    compare_exchange_strong(bool& __i1, bool __i2,
       memory_order __m = memory_order_seq_cst) noexcept
    { return _M_base.compare_exchange_strong(__i1, __i2, __m); }

    bool
    compare_exchange_strong(bool& __i1, bool __i2,
      memory_order __m = memory_order_seq_cst) volatile noexcept
    { return _M_base.compare_exchange_strong(__i1, __i2, __m); }
# 182 "/usr/include/c++/12/atomic" 3
  };
# 195 "/usr/include/c++/12/atomic" 3
  template<typename _Tp>
    struct atomic
    {
      using value_type = _Tp;

    private:

      static constexpr int _S_min_alignment
 = (sizeof(_Tp) & (sizeof(_Tp) - 1)) || sizeof(_Tp) > 16
 ? 0 : sizeof(_Tp);

      static constexpr int _S_alignment
        = _S_min_alignment > alignof(_Tp) ? _S_min_alignment : alignof(_Tp);

      alignas(_S_alignment) _Tp _M_i ;

      static_assert(__is_trivially_copyable(_Tp),
      "std::atomic requires a trivially copyable type");

      static_assert(sizeof(_Tp) > 0,
      "Incomplete or zero-sized types are not supported");
# 224 "/usr/include/c++/12/atomic" 3
    public:
      atomic() = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(_Tp __i) noexcept : _M_i(__i) { }

      operator _Tp() const noexcept
      { return load(); }

      operator _Tp() const volatile noexcept
      { return load(); }

      _Tp
      operator=(_Tp __i) noexcept
      { store(__i); return __i; }

      _Tp
      operator=(_Tp __i) volatile noexcept
      { store(__i); return __i; }

      bool
      is_lock_free() const noexcept
      {

 return __atomic_is_lock_free(sizeof(_M_i),
     reinterpret_cast<void *>(-_S_alignment));
      }

      bool
      is_lock_free() const volatile noexcept
      {

 return __atomic_is_lock_free(sizeof(_M_i),
     reinterpret_cast<void *>(-_S_alignment));
      }


      static constexpr bool is_always_lock_free
 = __atomic_always_lock_free(sizeof(_M_i), 0);


      void
      store(_Tp __i, memory_order __m = memory_order_seq_cst) noexcept
      {
 __atomic_store(std::__addressof(_M_i), std::__addressof(__i), int(__m));
      }

      void
      store(_Tp __i, memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 __atomic_store(std::__addressof(_M_i), std::__addressof(__i), int(__m));
      }

      _Tp
      load(memory_order __m = memory_order_seq_cst) const noexcept
      {
 alignas(_Tp) unsigned char __buf[sizeof(_Tp)];
 _Tp* __ptr = reinterpret_cast<_Tp*>(__buf);
 __atomic_load(std::__addressof(_M_i), __ptr, int(__m));
 return *__ptr;
      }

      _Tp
      load(memory_order __m = memory_order_seq_cst) const volatile noexcept
      {
        alignas(_Tp) unsigned char __buf[sizeof(_Tp)];
 _Tp* __ptr = reinterpret_cast<_Tp*>(__buf);
 __atomic_load(std::__addressof(_M_i), __ptr, int(__m));
 return *__ptr;
      }

      _Tp
      exchange(_Tp __i, memory_order __m = memory_order_seq_cst) noexcept
      {
        alignas(_Tp) unsigned char __buf[sizeof(_Tp)];
 _Tp* __ptr = reinterpret_cast<_Tp*>(__buf);
 __atomic_exchange(std::__addressof(_M_i), std::__addressof(__i),
     __ptr, int(__m));
 return *__ptr;
      }

      _Tp
      exchange(_Tp __i,
        memory_order __m = memory_order_seq_cst) volatile noexcept
      {
        alignas(_Tp) unsigned char __buf[sizeof(_Tp)];
 _Tp* __ptr = reinterpret_cast<_Tp*>(__buf);
 __atomic_exchange(std::__addressof(_M_i), std::__addressof(__i),
     __ptr, int(__m));
 return *__ptr;
      }

      bool
      compare_exchange_weak(_Tp& __e, _Tp __i, memory_order __s,
       memory_order __f) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__f))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange(std::__addressof(_M_i),
      std::__addressof(__e),
      std::__addressof(__i),
      true, int(__s), int(__f));
      }

      bool
      compare_exchange_weak(_Tp& __e, _Tp __i, memory_order __s,
       memory_order __f) volatile noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__f))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange(std::__addressof(_M_i),
      std::__addressof(__e),
      std::__addressof(__i),
      true, int(__s), int(__f));
      }

      bool
      compare_exchange_weak(_Tp& __e, _Tp __i,
       memory_order __m = memory_order_seq_cst) noexcept
      { return compare_exchange_weak(__e, __i, __m,
                                     __cmpexch_failure_order(__m)); }

      bool
      compare_exchange_weak(_Tp& __e, _Tp __i,
       memory_order __m = memory_order_seq_cst) volatile noexcept
      { return compare_exchange_weak(__e, __i, __m,
                                     __cmpexch_failure_order(__m)); }

      bool
      compare_exchange_strong(_Tp& __e, _Tp __i, memory_order __s,
         memory_order __f) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__f))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange(std::__addressof(_M_i),
      std::__addressof(__e),
      std::__addressof(__i),
      false, int(__s), int(__f));
      }

      bool
      compare_exchange_strong(_Tp& __e, _Tp __i, memory_order __s,
         memory_order __f) volatile noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__is_valid_cmpexch_failure_order(__f))) __builtin_unreachable(); } while (false);

 return __atomic_compare_exchange(std::__addressof(_M_i),
      std::__addressof(__e),
      std::__addressof(__i),
      false, int(__s), int(__f));
      }

      bool
      compare_exchange_strong(_Tp& __e, _Tp __i,
          memory_order __m = memory_order_seq_cst) noexcept
      { return compare_exchange_strong(__e, __i, __m,
                                       __cmpexch_failure_order(__m)); }

      bool
      compare_exchange_strong(_Tp& __e, _Tp __i,
       memory_order __m = memory_order_seq_cst) volatile noexcept
      { return compare_exchange_strong(__e, __i, __m,
                                       __cmpexch_failure_order(__m)); }
# 410 "/usr/include/c++/12/atomic" 3
    };



  template<typename _Tp>
    struct atomic<_Tp*>
    {
      using value_type = _Tp*;
      using difference_type = ptrdiff_t;

      typedef _Tp* __pointer_type;
      typedef __atomic_base<_Tp*> __base_type;
      __base_type _M_b;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__pointer_type __p) noexcept : _M_b(__p) { }

      operator __pointer_type() const noexcept
      { return __pointer_type(_M_b); }

      operator __pointer_type() const volatile noexcept
      { return __pointer_type(_M_b); }

      __pointer_type
      operator=(__pointer_type __p) noexcept
      { return _M_b.operator=(__p); }

      __pointer_type
      operator=(__pointer_type __p) volatile noexcept
      { return _M_b.operator=(__p); }

      __pointer_type
      operator++(int) noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b++;
      }

      __pointer_type
      operator++(int) volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b++;
      }

      __pointer_type
      operator--(int) noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b--;
      }

      __pointer_type
      operator--(int) volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b--;
      }

      __pointer_type
      operator++() noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return ++_M_b;
      }

      __pointer_type
      operator++() volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return ++_M_b;
      }

      __pointer_type
      operator--() noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return --_M_b;
      }

      __pointer_type
      operator--() volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return --_M_b;
      }

      __pointer_type
      operator+=(ptrdiff_t __d) noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.operator+=(__d);
      }

      __pointer_type
      operator+=(ptrdiff_t __d) volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.operator+=(__d);
      }

      __pointer_type
      operator-=(ptrdiff_t __d) noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.operator-=(__d);
      }

      __pointer_type
      operator-=(ptrdiff_t __d) volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.operator-=(__d);
      }

      bool
      is_lock_free() const noexcept
      { return _M_b.is_lock_free(); }

      bool
      is_lock_free() const volatile noexcept
      { return _M_b.is_lock_free(); }


      static constexpr bool is_always_lock_free
 = 2 == 2;


      void
      store(__pointer_type __p,
     memory_order __m = memory_order_seq_cst) noexcept
      { return _M_b.store(__p, __m); }

      void
      store(__pointer_type __p,
     memory_order __m = memory_order_seq_cst) volatile noexcept
      { return _M_b.store(__p, __m); }

      __pointer_type
      load(memory_order __m = memory_order_seq_cst) const noexcept
      { return _M_b.load(__m); }

      __pointer_type
      load(memory_order __m = memory_order_seq_cst) const volatile noexcept
      { return _M_b.load(__m); }

      __pointer_type
      exchange(__pointer_type __p,
        memory_order __m = memory_order_seq_cst) noexcept
      { return _M_b.exchange(__p, __m); }

      __pointer_type
      exchange(__pointer_type __p,
        memory_order __m = memory_order_seq_cst) volatile noexcept
      { return _M_b.exchange(__p, __m); }

      bool
      compare_exchange_weak(__pointer_type& __p1, __pointer_type __p2,
       memory_order __m1, memory_order __m2) noexcept
      { return _M_b.compare_exchange_weak(__p1, __p2, __m1, __m2); }

      bool
      compare_exchange_weak(__pointer_type& __p1, __pointer_type __p2,
       memory_order __m1,
       memory_order __m2) volatile noexcept
      { return _M_b.compare_exchange_weak(__p1, __p2, __m1, __m2); }

      bool
      compare_exchange_weak(__pointer_type& __p1, __pointer_type __p2,
       memory_order __m = memory_order_seq_cst) noexcept
      {
 return compare_exchange_weak(__p1, __p2, __m,
         __cmpexch_failure_order(__m));
      }

      bool
      compare_exchange_weak(__pointer_type& __p1, __pointer_type __p2,
      memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 return compare_exchange_weak(__p1, __p2, __m,
         __cmpexch_failure_order(__m));
      }

      bool
      compare_exchange_strong(__pointer_type& __p1, __pointer_type __p2,
         memory_order __m1, memory_order __m2) noexcept
      { return _M_b.compare_exchange_strong(__p1, __p2, __m1, __m2); }

      bool
      compare_exchange_strong(__pointer_type& __p1, __pointer_type __p2,
         memory_order __m1,
         memory_order __m2) volatile noexcept
      { return _M_b.compare_exchange_strong(__p1, __p2, __m1, __m2); }

      bool
      compare_exchange_strong(__pointer_type& __p1, __pointer_type __p2,
         memory_order __m = memory_order_seq_cst) noexcept
      {
 return _M_b.compare_exchange_strong(__p1, __p2, __m,
         __cmpexch_failure_order(__m));
      }

      bool
      compare_exchange_strong(__pointer_type& __p1, __pointer_type __p2,
      memory_order __m = memory_order_seq_cst) volatile noexcept
      {
 return _M_b.compare_exchange_strong(__p1, __p2, __m,
         __cmpexch_failure_order(__m));
      }
# 665 "/usr/include/c++/12/atomic" 3
      __pointer_type
      fetch_add(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.fetch_add(__d, __m);
      }

      __pointer_type
      fetch_add(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.fetch_add(__d, __m);
      }

      __pointer_type
      fetch_sub(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.fetch_sub(__d, __m);
      }

      __pointer_type
      fetch_sub(ptrdiff_t __d,
  memory_order __m = memory_order_seq_cst) volatile noexcept
      {

 static_assert( is_object<_Tp>::value, "pointer to object type" );

 return _M_b.fetch_sub(__d, __m);
      }
    };



  template<>
    struct atomic<char> : __atomic_base<char>
    {
      typedef char __integral_type;
      typedef __atomic_base<char> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<signed char> : __atomic_base<signed char>
    {
      typedef signed char __integral_type;
      typedef __atomic_base<signed char> __base_type;

      atomic() noexcept= default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<unsigned char> : __atomic_base<unsigned char>
    {
      typedef unsigned char __integral_type;
      typedef __atomic_base<unsigned char> __base_type;

      atomic() noexcept= default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<short> : __atomic_base<short>
    {
      typedef short __integral_type;
      typedef __atomic_base<short> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<unsigned short> : __atomic_base<unsigned short>
    {
      typedef unsigned short __integral_type;
      typedef __atomic_base<unsigned short> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<int> : __atomic_base<int>
    {
      typedef int __integral_type;
      typedef __atomic_base<int> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<unsigned int> : __atomic_base<unsigned int>
    {
      typedef unsigned int __integral_type;
      typedef __atomic_base<unsigned int> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<long> : __atomic_base<long>
    {
      typedef long __integral_type;
      typedef __atomic_base<long> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<unsigned long> : __atomic_base<unsigned long>
    {
      typedef unsigned long __integral_type;
      typedef __atomic_base<unsigned long> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<long long> : __atomic_base<long long>
    {
      typedef long long __integral_type;
      typedef __atomic_base<long long> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<unsigned long long> : __atomic_base<unsigned long long>
    {
      typedef unsigned long long __integral_type;
      typedef __atomic_base<unsigned long long> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };


  template<>
    struct atomic<wchar_t> : __atomic_base<wchar_t>
    {
      typedef wchar_t __integral_type;
      typedef __atomic_base<wchar_t> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free = 2 == 2;

    };
# 1010 "/usr/include/c++/12/atomic" 3
  template<>
    struct atomic<char16_t> : __atomic_base<char16_t>
    {
      typedef char16_t __integral_type;
      typedef __atomic_base<char16_t> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free
 = 2 == 2;

    };


  template<>
    struct atomic<char32_t> : __atomic_base<char32_t>
    {
      typedef char32_t __integral_type;
      typedef __atomic_base<char32_t> __base_type;

      atomic() noexcept = default;
      ~atomic() noexcept = default;
      atomic(const atomic&) = delete;
      atomic& operator=(const atomic&) = delete;
      atomic& operator=(const atomic&) volatile = delete;

      constexpr atomic(__integral_type __i) noexcept : __base_type(__i) { }

      using __base_type::operator __integral_type;
      using __base_type::operator=;


      static constexpr bool is_always_lock_free
 = 2 == 2;

    };



  typedef atomic<bool> atomic_bool;


  typedef atomic<char> atomic_char;


  typedef atomic<signed char> atomic_schar;


  typedef atomic<unsigned char> atomic_uchar;


  typedef atomic<short> atomic_short;


  typedef atomic<unsigned short> atomic_ushort;


  typedef atomic<int> atomic_int;


  typedef atomic<unsigned int> atomic_uint;


  typedef atomic<long> atomic_long;


  typedef atomic<unsigned long> atomic_ulong;


  typedef atomic<long long> atomic_llong;


  typedef atomic<unsigned long long> atomic_ullong;


  typedef atomic<wchar_t> atomic_wchar_t;







  typedef atomic<char16_t> atomic_char16_t;


  typedef atomic<char32_t> atomic_char32_t;






  typedef atomic<int8_t> atomic_int8_t;


  typedef atomic<uint8_t> atomic_uint8_t;


  typedef atomic<int16_t> atomic_int16_t;


  typedef atomic<uint16_t> atomic_uint16_t;


  typedef atomic<int32_t> atomic_int32_t;


  typedef atomic<uint32_t> atomic_uint32_t;


  typedef atomic<int64_t> atomic_int64_t;


  typedef atomic<uint64_t> atomic_uint64_t;



  typedef atomic<int_least8_t> atomic_int_least8_t;


  typedef atomic<uint_least8_t> atomic_uint_least8_t;


  typedef atomic<int_least16_t> atomic_int_least16_t;


  typedef atomic<uint_least16_t> atomic_uint_least16_t;


  typedef atomic<int_least32_t> atomic_int_least32_t;


  typedef atomic<uint_least32_t> atomic_uint_least32_t;


  typedef atomic<int_least64_t> atomic_int_least64_t;


  typedef atomic<uint_least64_t> atomic_uint_least64_t;



  typedef atomic<int_fast8_t> atomic_int_fast8_t;


  typedef atomic<uint_fast8_t> atomic_uint_fast8_t;


  typedef atomic<int_fast16_t> atomic_int_fast16_t;


  typedef atomic<uint_fast16_t> atomic_uint_fast16_t;


  typedef atomic<int_fast32_t> atomic_int_fast32_t;


  typedef atomic<uint_fast32_t> atomic_uint_fast32_t;


  typedef atomic<int_fast64_t> atomic_int_fast64_t;


  typedef atomic<uint_fast64_t> atomic_uint_fast64_t;




  typedef atomic<intptr_t> atomic_intptr_t;


  typedef atomic<uintptr_t> atomic_uintptr_t;


  typedef atomic<size_t> atomic_size_t;


  typedef atomic<ptrdiff_t> atomic_ptrdiff_t;



  typedef atomic<intmax_t> atomic_intmax_t;


  typedef atomic<uintmax_t> atomic_uintmax_t;



  inline bool
  atomic_flag_test_and_set_explicit(atomic_flag* __a,
        memory_order __m) noexcept
  { return __a->test_and_set(__m); }

  inline bool
  atomic_flag_test_and_set_explicit(volatile atomic_flag* __a,
        memory_order __m) noexcept
  { return __a->test_and_set(__m); }

  inline void
  atomic_flag_clear_explicit(atomic_flag* __a, memory_order __m) noexcept
  { __a->clear(__m); }

  inline void
  atomic_flag_clear_explicit(volatile atomic_flag* __a,
        memory_order __m) noexcept
  { __a->clear(__m); }

  inline bool
  atomic_flag_test_and_set(atomic_flag* __a) noexcept
  { return atomic_flag_test_and_set_explicit(__a, memory_order_seq_cst); }

  inline bool
  atomic_flag_test_and_set(volatile atomic_flag* __a) noexcept
  { return atomic_flag_test_and_set_explicit(__a, memory_order_seq_cst); }

  inline void
  atomic_flag_clear(atomic_flag* __a) noexcept
  { atomic_flag_clear_explicit(__a, memory_order_seq_cst); }

  inline void
  atomic_flag_clear(volatile atomic_flag* __a) noexcept
  { atomic_flag_clear_explicit(__a, memory_order_seq_cst); }



  template<typename _Tp>
    using __atomic_val_t = __type_identity_t<_Tp>;
  template<typename _Tp>
    using __atomic_diff_t = typename atomic<_Tp>::difference_type;



  template<typename _ITp>
    inline bool
    atomic_is_lock_free(const atomic<_ITp>* __a) noexcept
    { return __a->is_lock_free(); }

  template<typename _ITp>
    inline bool
    atomic_is_lock_free(const volatile atomic<_ITp>* __a) noexcept
    { return __a->is_lock_free(); }

  template<typename _ITp>
    inline void
    atomic_init(atomic<_ITp>* __a, __atomic_val_t<_ITp> __i) noexcept
    { __a->store(__i, memory_order_relaxed); }

  template<typename _ITp>
    inline void
    atomic_init(volatile atomic<_ITp>* __a, __atomic_val_t<_ITp> __i) noexcept
    { __a->store(__i, memory_order_relaxed); }

  template<typename _ITp>
    inline void
    atomic_store_explicit(atomic<_ITp>* __a, __atomic_val_t<_ITp> __i,
     memory_order __m) noexcept
    { __a->store(__i, __m); }

  template<typename _ITp>
    inline void
    atomic_store_explicit(volatile atomic<_ITp>* __a, __atomic_val_t<_ITp> __i,
     memory_order __m) noexcept
    { __a->store(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_load_explicit(const atomic<_ITp>* __a, memory_order __m) noexcept
    { return __a->load(__m); }

  template<typename _ITp>
    inline _ITp
    atomic_load_explicit(const volatile atomic<_ITp>* __a,
    memory_order __m) noexcept
    { return __a->load(__m); }

  template<typename _ITp>
    inline _ITp
    atomic_exchange_explicit(atomic<_ITp>* __a, __atomic_val_t<_ITp> __i,
        memory_order __m) noexcept
    { return __a->exchange(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_exchange_explicit(volatile atomic<_ITp>* __a,
        __atomic_val_t<_ITp> __i,
        memory_order __m) noexcept
    { return __a->exchange(__i, __m); }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_weak_explicit(atomic<_ITp>* __a,
       __atomic_val_t<_ITp>* __i1,
       __atomic_val_t<_ITp> __i2,
       memory_order __m1,
       memory_order __m2) noexcept
    { return __a->compare_exchange_weak(*__i1, __i2, __m1, __m2); }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_weak_explicit(volatile atomic<_ITp>* __a,
       __atomic_val_t<_ITp>* __i1,
       __atomic_val_t<_ITp> __i2,
       memory_order __m1,
       memory_order __m2) noexcept
    { return __a->compare_exchange_weak(*__i1, __i2, __m1, __m2); }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_strong_explicit(atomic<_ITp>* __a,
         __atomic_val_t<_ITp>* __i1,
         __atomic_val_t<_ITp> __i2,
         memory_order __m1,
         memory_order __m2) noexcept
    { return __a->compare_exchange_strong(*__i1, __i2, __m1, __m2); }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_strong_explicit(volatile atomic<_ITp>* __a,
         __atomic_val_t<_ITp>* __i1,
         __atomic_val_t<_ITp> __i2,
         memory_order __m1,
         memory_order __m2) noexcept
    { return __a->compare_exchange_strong(*__i1, __i2, __m1, __m2); }


  template<typename _ITp>
    inline void
    atomic_store(atomic<_ITp>* __a, __atomic_val_t<_ITp> __i) noexcept
    { atomic_store_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline void
    atomic_store(volatile atomic<_ITp>* __a, __atomic_val_t<_ITp> __i) noexcept
    { atomic_store_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_load(const atomic<_ITp>* __a) noexcept
    { return atomic_load_explicit(__a, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_load(const volatile atomic<_ITp>* __a) noexcept
    { return atomic_load_explicit(__a, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_exchange(atomic<_ITp>* __a, __atomic_val_t<_ITp> __i) noexcept
    { return atomic_exchange_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_exchange(volatile atomic<_ITp>* __a,
      __atomic_val_t<_ITp> __i) noexcept
    { return atomic_exchange_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_weak(atomic<_ITp>* __a,
     __atomic_val_t<_ITp>* __i1,
     __atomic_val_t<_ITp> __i2) noexcept
    {
      return atomic_compare_exchange_weak_explicit(__a, __i1, __i2,
         memory_order_seq_cst,
         memory_order_seq_cst);
    }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_weak(volatile atomic<_ITp>* __a,
     __atomic_val_t<_ITp>* __i1,
     __atomic_val_t<_ITp> __i2) noexcept
    {
      return atomic_compare_exchange_weak_explicit(__a, __i1, __i2,
         memory_order_seq_cst,
         memory_order_seq_cst);
    }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_strong(atomic<_ITp>* __a,
       __atomic_val_t<_ITp>* __i1,
       __atomic_val_t<_ITp> __i2) noexcept
    {
      return atomic_compare_exchange_strong_explicit(__a, __i1, __i2,
           memory_order_seq_cst,
           memory_order_seq_cst);
    }

  template<typename _ITp>
    inline bool
    atomic_compare_exchange_strong(volatile atomic<_ITp>* __a,
       __atomic_val_t<_ITp>* __i1,
       __atomic_val_t<_ITp> __i2) noexcept
    {
      return atomic_compare_exchange_strong_explicit(__a, __i1, __i2,
           memory_order_seq_cst,
           memory_order_seq_cst);
    }
# 1451 "/usr/include/c++/12/atomic" 3
  template<typename _ITp>
    inline _ITp
    atomic_fetch_add_explicit(atomic<_ITp>* __a,
         __atomic_diff_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_add(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_add_explicit(volatile atomic<_ITp>* __a,
         __atomic_diff_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_add(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_sub_explicit(atomic<_ITp>* __a,
         __atomic_diff_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_sub(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_sub_explicit(volatile atomic<_ITp>* __a,
         __atomic_diff_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_sub(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_and_explicit(__atomic_base<_ITp>* __a,
         __atomic_val_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_and(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_and_explicit(volatile __atomic_base<_ITp>* __a,
         __atomic_val_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_and(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_or_explicit(__atomic_base<_ITp>* __a,
        __atomic_val_t<_ITp> __i,
        memory_order __m) noexcept
    { return __a->fetch_or(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_or_explicit(volatile __atomic_base<_ITp>* __a,
        __atomic_val_t<_ITp> __i,
        memory_order __m) noexcept
    { return __a->fetch_or(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_xor_explicit(__atomic_base<_ITp>* __a,
         __atomic_val_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_xor(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_xor_explicit(volatile __atomic_base<_ITp>* __a,
         __atomic_val_t<_ITp> __i,
         memory_order __m) noexcept
    { return __a->fetch_xor(__i, __m); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_add(atomic<_ITp>* __a,
       __atomic_diff_t<_ITp> __i) noexcept
    { return atomic_fetch_add_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_add(volatile atomic<_ITp>* __a,
       __atomic_diff_t<_ITp> __i) noexcept
    { return atomic_fetch_add_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_sub(atomic<_ITp>* __a,
       __atomic_diff_t<_ITp> __i) noexcept
    { return atomic_fetch_sub_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_sub(volatile atomic<_ITp>* __a,
       __atomic_diff_t<_ITp> __i) noexcept
    { return atomic_fetch_sub_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_and(__atomic_base<_ITp>* __a,
       __atomic_val_t<_ITp> __i) noexcept
    { return atomic_fetch_and_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_and(volatile __atomic_base<_ITp>* __a,
       __atomic_val_t<_ITp> __i) noexcept
    { return atomic_fetch_and_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_or(__atomic_base<_ITp>* __a,
      __atomic_val_t<_ITp> __i) noexcept
    { return atomic_fetch_or_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_or(volatile __atomic_base<_ITp>* __a,
      __atomic_val_t<_ITp> __i) noexcept
    { return atomic_fetch_or_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_xor(__atomic_base<_ITp>* __a,
       __atomic_val_t<_ITp> __i) noexcept
    { return atomic_fetch_xor_explicit(__a, __i, memory_order_seq_cst); }

  template<typename _ITp>
    inline _ITp
    atomic_fetch_xor(volatile __atomic_base<_ITp>* __a,
       __atomic_val_t<_ITp> __i) noexcept
    { return atomic_fetch_xor_explicit(__a, __i, memory_order_seq_cst); }
# 1649 "/usr/include/c++/12/atomic" 3

}
# 6 "include/ffiguard/core/detail/long_text.hpp" 2


# 1 "/usr/include/c++/12/new" 1 3
# 38 "/usr/include/c++/12/new" 3
       
# 39 "/usr/include/c++/12/new" 3


# 1 "/usr/include/c++/12/bits/exception.h" 1 3
# 34 "/usr/include/c++/12/bits/exception.h" 3
       
# 35 "/usr/include/c++/12/bits/exception.h" 3

#pragma GCC visibility push(default)



extern "C++" {

namespace std
{
# 61 "/usr/include/c++/12/bits/exception.h" 3
  class exception
  {
  public:
    exception() noexcept { }
    virtual ~exception() noexcept;

    exception(const exception&) = default;
    exception& operator=(const exception&) = default;
    exception(exception&&) = default;
    exception& operator=(exception&&) = default;




    virtual const char*
    what() const noexcept;
  };



}

}

#pragma GCC visibility pop
# 42 "/usr/include/c++/12/new" 2 3

#pragma GCC visibility push(default)

extern "C++" {

namespace std
{






  class bad_alloc : public exception
  {
  public:
    bad_alloc() throw() { }


    bad_alloc(const bad_alloc&) = default;
    bad_alloc& operator=(const bad_alloc&) = default;




    virtual ~bad_alloc() throw();


    virtual const char* what() const throw();
  };


  class bad_array_new_length : public bad_alloc
  {
  public:
    bad_array_new_length() throw() { }



    virtual ~bad_array_new_length() throw();


    virtual const char* what() const throw();
  };



  enum class align_val_t: size_t {};


  struct nothrow_t
  {

    explicit nothrow_t() = default;

  };

  extern const nothrow_t nothrow;



  typedef void (*new_handler)();



  new_handler set_new_handler(new_handler) throw();



  new_handler get_new_handler() noexcept;

}
# 126 "/usr/include/c++/12/new" 3
[[__nodiscard__]] void* operator new(std::size_t)
  __attribute__((__externally_visible__));
[[__nodiscard__]] void* operator new[](std::size_t)
  __attribute__((__externally_visible__));
void operator delete(void*) noexcept
  __attribute__((__externally_visible__));
void operator delete[](void*) noexcept
  __attribute__((__externally_visible__));

void operator delete(void*, std::size_t) noexcept
  __attribute__((__externally_visible__));
void operator delete[](void*, std::size_t) noexcept
  __attribute__((__externally_visible__));

[[__nodiscard__]] void* operator new(std::size_t, const std::nothrow_t&) noexcept
  __attribute__((__externally_visible__, __alloc_size__ (1), __malloc__));
[[__nodiscard__]] void* operator new[](std::size_t, const std::nothrow_t&) noexcept
  __attribute__((__externally_visible__, __alloc_size__ (1), __malloc__));
void operator delete(void*, const std::nothrow_t&) noexcept
  __attribute__((__externally_visible__));
void operator delete[](void*, const std::nothrow_t&) noexcept
  __attribute__((__externally_visible__));

[[__nodiscard__]] void* operator new(std::size_t, std::align_val_t)
  __attribute__((__externally_visible__, __alloc_size__ (1), __malloc__));
[[__nodiscard__]] void* operator new(std::size_t, std::align_val_t, const std::nothrow_t&)
  noexcept __attribute__((__externally_visible__, __alloc_size__ (1), __malloc__));
void operator delete(void*, std::align_val_t)
  noexcept __attribute__((__externally_visible__));
void operator delete(void*, std::align_val_t, const std::nothrow_t&)
  noexcept __attribute__((__externally_visible__));
[[__nodiscard__]] void* operator new[](std::size_t, std::align_val_t)
  __attribute__((__externally_visible__, __alloc_size__ (1), __malloc__));
[[__nodiscard__]] void* operator new[](std::size_t, std::align_val_t, const std::nothrow_t&)
  noexcept __attribute__((__externally_visible__, __alloc_size__ (1), __malloc__));
void operator delete[](void*, std::align_val_t)
  noexcept __attribute__((__externally_visible__));
void operator delete[](void*, std::align_val_t, const std::nothrow_t&)
  noexcept __attribute__((__externally_visible__));

void operator delete(void*, std::size_t, std::align_val_t)
  noexcept __attribute__((__externally_visible__));
void operator delete[](void*, std::size_t, std::align_val_t)
  noexcept __attribute__((__externally_visible__));




[[__nodiscard__]] inline void* operator new(std::size_t, void* __p) noexcept
{ return __p; }
[[__nodiscard__]] inline void* operator new[](std::size_t, void* __p) noexcept
{ return __p; }


inline void operator delete (void*, void*) noexcept { }
inline void operator delete[](void*, void*) noexcept { }

}


namespace std
{



  template<typename _Tp>
    [[nodiscard]] constexpr _Tp*
    launder(_Tp* __p) noexcept
    { return __builtin_launder(__p); }




  template<typename _Ret, typename... _Args , bool _NE>
    void launder(_Ret (*)(_Args...) noexcept (_NE)) = delete;
  template<typename _Ret, typename... _Args , bool _NE>
    void launder(_Ret (*)(_Args......) noexcept (_NE)) = delete;

  void launder(void*) = delete;
  void launder(const void*) = delete;
  void launder(volatile void*) = delete;
  void launder(const volatile void*) = delete;




  inline constexpr size_t hardware_destructive_interference_size = 64;
  inline constexpr size_t hardware_constructive_interference_size = 64;

}
# 236 "/usr/include/c++/12/new" 3
#pragma GCC visibility pop
# 9 "include/ffiguard/core/detail/long_text.hpp" 2



# 1 "include/ffiguard/core/detail/text.hpp" 1
# 10 "include/ffiguard/core/detail/text.hpp"

# 10 "include/ffiguard/core/detail/text.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


inline std::size_t whole_characters(const char* text, std::size_t size) noexcept {
    std::size_t begin = size;


    for (unsigned left = 3; left != 0 && begin != 0; --left, --begin)
        if ((static_cast<unsigned char>(text[begin]) & 0xC0U) != 0x80U) return begin;
    return (static_cast<unsigned char>(text[begin]) & 0xC0U) != 0x80U ? begin : size;
}



class text_writer {
public:

    text_writer(char* buffer, std::size_t capacity) noexcept : begin_(buffer), room_(capacity - 1) {
        begin_[0] = '\0';
    }

    text_writer& operator<<(const char* text) noexcept {
        if (text == nullptr) return *this;
        std::size_t length = 0;
        while (text[length] != '\0') ++length;
        return append(text, length);
    }

    text_writer& operator<<(std::uint64_t number) noexcept {
        char digits[20];
        std::size_t at = sizeof digits;
        do {
            digits[--at] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        return append(digits + at, sizeof digits - at);
    }


    text_writer& append(const char* text, std::size_t length) noexcept {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < length; ++i) {
            if (text[i] != '\0') continue;
            put(text + begin, i - begin).put("\xEF\xBF\xBD", 3);
            begin = i + 1;
        }
        return put(text + begin, length - begin);
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] std::size_t whole_size() const noexcept { return whole_size_; }

private:
    text_writer& put(const char* text, std::size_t length) noexcept {
        whole_size_ += length;
        if (cut_) return *this;
        std::size_t fits = length;
        if (fits > room_ - size_) {
            fits = whole_characters(text, room_ - size_);
            cut_ = true;
        }
        for (std::size_t i = 0; i < fits; ++i) begin_[size_ + i] = text[i];
        size_ += fits;
        begin_[size_] = '\0';
        return *this;
    }

    char* begin_;
    std::size_t room_;
    std::size_t size_ = 0;
    std::size_t whole_size_ = 0;
    bool cut_ = false;
};


template <class Value>
[[nodiscard]] std::uint64_t bits_of(const Value& value) noexcept {
    static_assert(__is_trivially_copyable(Value));
    std::uint64_t bits = 0;
    __builtin_memcpy(&bits, &value, sizeof value < sizeof bits ? sizeof value : sizeof bits);



    return bits;
}

}
}
}
# 13 "include/ffiguard/core/detail/long_text.hpp" 2
# 1 "include/ffiguard/ffiguard.h" 1
# 51 "include/ffiguard/ffiguard.h"
extern "C" {



enum { FFIGUARD_LINES_FOLDED = 0, FFIGUARD_LINES_JSON = 1 };



enum { FFIGUARD_HEADER_VERSION = 100 };


typedef int32_t ffiguard_status;


enum {
    FFIGUARD_OK = 0,
    FFIGUARD_NULL = 1,
    FFIGUARD_MALFORMED = 2,

    FFIGUARD_STALE = 3,
    FFIGUARD_WRONG_TABLE = 4,
    FFIGUARD_WRONG_TYPE = 5,
    FFIGUARD_CLOSED = 6,
    FFIGUARD_IN_USE = 7,
    FFIGUARD_WRONG_THREAD = 8,
    FFIGUARD_OVERFLOW = 9,
    FFIGUARD_OUT_OF_MEMORY = 10,
    FFIGUARD_INVALID_ARGUMENT = 11,
    FFIGUARD_NOT_FOUND = 12,
    FFIGUARD_UNSUPPORTED = 13,
    FFIGUARD_SYSTEM = 14,
    FFIGUARD_FOREIGN = 15,
    FFIGUARD_CXX_EXCEPTION = 16,
    FFIGUARD_JAVA_EXCEPTION = 17
};







typedef uint64_t ffiguard_token;



typedef struct ffiguard_error {
    ffiguard_status status;
    int32_t detail;

    char message[248];

} ffiguard_error;





typedef struct ffiguard_buffer {
    void *data;
    uint64_t size;
    void (*release)(struct ffiguard_buffer *);
    void *context;
} ffiguard_buffer;




typedef struct ffiguard_bytes {
    const uint8_t *data;
    uint64_t size;
    ffiguard_token owner;
} ffiguard_bytes;





typedef struct ffiguard_view {
    const uint8_t *data;
    uint64_t size;
} ffiguard_view;






typedef struct ffiguard_go_string {
    const char *p;
    intptr_t n;
} ffiguard_go_string;


typedef struct ffiguard_go_slice {
    void *data;
    intptr_t len;
    intptr_t cap;
} ffiguard_go_slice;


typedef void (*ffiguard_function)(void);



typedef struct ffiguard_callback {
    ffiguard_function call;
    uint64_t user;
} ffiguard_callback;


typedef void (*ffiguard_user_release)(uint64_t user);
# 177 "include/ffiguard/ffiguard.h"
typedef struct ffiguard_versioned_cell {
    uint64_t version;
    uint32_t magic;
    uint32_t size;
} ffiguard_versioned_cell;


enum {
    FFIGUARD_VERSIONED_CELL_MAGIC = 0x31564346,
    FFIGUARD_VERSIONED_CELL_VALUE = 16
};


typedef struct ffiguard_thread_state {
    uint64_t opaque[256];
} ffiguard_thread_state;


enum {
    FFIGUARD_THREAD_SIGNAL_MASK = 1,
    FFIGUARD_THREAD_PENDING = 2,
    FFIGUARD_THREAD_ALTERNATE_STACK = 4,
    FFIGUARD_THREAD_AFFINITY = 8,
    FFIGUARD_THREAD_FLOAT = 16,
    FFIGUARD_THREAD_LOCALE = 32,
    FFIGUARD_THREAD_NAME = 64,
    FFIGUARD_THREAD_NICE = 128,
    FFIGUARD_THREAD_ERRNO = 256,

    FFIGUARD_THREAD_DISPOSITIONS = 512,
    FFIGUARD_THREAD_PROCESS_LOCALE = 1024,
    FFIGUARD_THREAD_ALL = 2047
};


typedef struct ffiguard_held {
    uint64_t value;
    uint64_t parent;
    uint64_t place;
    uint64_t thread;
    uint64_t age_ms;
    uint64_t closing;
    uint64_t bytes;
    char type[72];
} ffiguard_held;


typedef struct ffiguard_type_totals {
    uint64_t opened;
    uint64_t released;
    uint64_t disowned;
    uint64_t refused;
    uint64_t live;
    uint64_t bytes;
    char type[80];
} ffiguard_type_totals;


typedef struct ffiguard_references {
    uint64_t live;
    uint64_t lag_ms;
    char type[48];
    char referent[192];
} ffiguard_references;


typedef struct ffiguard_held_place {
    uint64_t place;
    uint64_t live;
    uint64_t bytes;
    char type[104];
} ffiguard_held_place;


typedef struct ffiguard_call_times {
    uint64_t count;
    uint64_t sum_ns;
    uint64_t p50_ns;
    uint64_t p99_ns;
    uint64_t p999_ns;
    uint64_t max_ns;
    char function[80];
} ffiguard_call_times;


typedef struct ffiguard_ledger_totals {
    uint64_t ledgers;
    uint64_t opened;
    uint64_t live;
    uint64_t violations;
    uint64_t dropped;
    uint64_t stacks_dropped;
} ffiguard_ledger_totals;


enum {
    FFIGUARD_OBSERVE_OFF = 0,
    FFIGUARD_OBSERVE_COUNT = 1,
    FFIGUARD_OBSERVE_SAMPLE = 2,
    FFIGUARD_OBSERVE_RECORD = 3,
    FFIGUARD_OBSERVE_STACK = 4
};


uint32_t ffiguard_version(void);





const char *ffiguard_layout(void);


const char *ffiguard_status_name(ffiguard_status status);






uint64_t ffiguard_error_text(const ffiguard_error *error, char *text, uint64_t room);




uint64_t ffiguard_observe_held(ffiguard_held *into, uint64_t room);

uint64_t ffiguard_observe_types(ffiguard_type_totals *into, uint64_t room);


uint64_t ffiguard_observe_references(ffiguard_references *into, uint64_t room);

ffiguard_status ffiguard_observe_totals(ffiguard_ledger_totals *into);




ffiguard_status ffiguard_observe_level(uint32_t level);



ffiguard_status ffiguard_observe_time_calls(uint32_t on);


uint64_t ffiguard_observe_calls(ffiguard_call_times *into, uint64_t room);



uint64_t ffiguard_observe_metrics(char *text, uint64_t room);



ffiguard_status ffiguard_observe_place(uint64_t place, char *text, uint64_t room);



uint64_t ffiguard_observe_stack(uint64_t value, uint64_t *frames, uint64_t room);




ffiguard_status ffiguard_observe_history(uint64_t value, char *text, uint64_t room);



ffiguard_status ffiguard_observe_snapshot(ffiguard_held_place *into, uint64_t room, uint64_t *there);



uint64_t ffiguard_observe_difference(const ffiguard_held_place *before, uint64_t before_size,
                                     const ffiguard_held_place *after, uint64_t after_size,
                                     ffiguard_held_place *into, uint64_t room);






ffiguard_status ffiguard_observe_opened(const char *type, uint64_t value, uint64_t parent,
                                        uint64_t bytes);


ffiguard_status ffiguard_observe_closed(const char *type, uint64_t value, uint64_t bytes);



void ffiguard_observe_abandoned(const char *type, uint64_t value);


uint64_t ffiguard_observe_fire_held(void);



ffiguard_status ffiguard_observe_report(int32_t fd);



ffiguard_status ffiguard_observe_lines(int32_t fd, uint32_t format);



void ffiguard_buffer_release(ffiguard_buffer *buffer);




ffiguard_status ffiguard_bytes_keep(ffiguard_buffer *buffer, ffiguard_bytes *out);


ffiguard_status ffiguard_bytes_release(ffiguard_token owner);




ffiguard_status ffiguard_thread_state_take(ffiguard_thread_state *state);






ffiguard_status ffiguard_thread_state_difference(const ffiguard_thread_state *before,
                                                 const ffiguard_thread_state *after,
                                                 uint32_t parts, ffiguard_error *text);


}
# 14 "include/ffiguard/core/detail/long_text.hpp" 2





extern "C" {

struct ffiguard_long_text_1 {
    std::uint64_t number;
    std::uint64_t size;
};

struct ffiguard_long_texts_1 {
    std::atomic<std::uint64_t> last;
    std::atomic<ffiguard_long_text_1*> kept[256];
};

__attribute__((visibility("hidden"))) inline ffiguard_long_texts_1 ffiguard_long_texts_1_{};

}

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


struct long_text_mark {
    static constexpr unsigned begin = sizeof(ffiguard_error::message) - 16;
    static constexpr const char* text = "\xFF\xFEwhole\xFF";
    static constexpr unsigned size = 8;
    static constexpr unsigned number_size = 7;
};


enum : std::size_t { longest_text = 64U << 10U };

inline void delete_long_text(ffiguard_long_text_1* text) noexcept { ::operator delete(text); }



__attribute__((destructor)) __attribute__((visibility("hidden"))) inline void drop_long_texts() noexcept {
    if (ffiguard_long_texts_1_.last.load(std::memory_order_relaxed) == 0) return;
    for (auto& each : ffiguard_long_texts_1_.kept) delete_long_text(each.exchange(nullptr));
}



class long_text {
public:
    long_text() noexcept = default;

    __attribute__((visibility("hidden"))) explicit long_text(std::size_t size) noexcept {
        void* const memory = ::operator new(sizeof(ffiguard_long_text_1) + size + 1, std::nothrow);
        if (memory != nullptr) text_ = ::new (memory) ffiguard_long_text_1{0, size};
    }

    __attribute__((visibility("hidden"))) explicit long_text(const ffiguard_error& from) noexcept {
        const std::uint64_t number = number_in(from);
        if (number == 0) return;
        text_ = slot_of(number).exchange(nullptr, std::memory_order_acq_rel);
        if (text_ != nullptr && !(text_->number == number && begins_as(from))) put_back();
    }
    long_text(long_text&& other) noexcept : text_(std::exchange(other.text_, nullptr)) {}
    long_text& operator=(long_text other) noexcept {
        std::swap(text_, other.text_);
        return *this;
    }
    ~long_text() { delete_long_text(text_); }

    [[nodiscard]] explicit operator bool() const noexcept { return text_ != nullptr; }
    [[nodiscard]] char* data() const noexcept { return reinterpret_cast<char*>(text_ + 1); }
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(text_->size);
    }


    __attribute__((visibility("hidden"))) void keep_for(ffiguard_error& err, std::size_t size) noexcept {

        __asm__("" : : "r"(&drop_long_texts));

        const auto where = reinterpret_cast<std::uintptr_t>(&ffiguard_long_texts_1_);
        const std::uint64_t next = ffiguard_long_texts_1_.last.fetch_add(1) + 1;

        const std::uint64_t number =
            ((static_cast<std::uint64_t>(where) >> 4U) & 0xFFFFFFFFU) << 24U | (next & 0xFFFFFFU);
        text_->number = number;
        text_->size = size;
        char* const message = err.message;
        const std::size_t at = detail::whole_characters(message, long_text_mark::begin - 1);
        for (std::size_t i = at; i < sizeof err.message; ++i) message[i] = '\0';
        __builtin_memcpy(message + long_text_mark::begin, long_text_mark::text,
                         long_text_mark::size);
        for (unsigned i = 0; i < long_text_mark::number_size; ++i)
            message[long_text_mark::begin + long_text_mark::size + i] =
                static_cast<char>(number >> (8 * i) & 0xFFU);
        delete_long_text(
            slot_of(number).exchange(std::exchange(text_, nullptr), std::memory_order_acq_rel));
    }

    __attribute__((visibility("hidden"))) void put_back() noexcept {
        ffiguard_long_text_1* none = nullptr;
        if (slot_of(text_->number).compare_exchange_strong(none, text_, std::memory_order_acq_rel))
            text_ = nullptr;
        else
            delete_long_text(std::exchange(text_, nullptr));
    }

private:


    [[nodiscard]] bool begins_as(const ffiguard_error& from) const noexcept {
        const std::size_t shown = __builtin_strlen(from.message);
        return shown + 4 >= long_text_mark::begin && shown <= text_->size &&
               __builtin_memcmp(from.message, data(), shown) == 0;
    }

    [[nodiscard]] static std::uint64_t number_in(const ffiguard_error& from) noexcept {
        const char* const mark = from.message + long_text_mark::begin;
        if (mark[-1] != '\0' ||
            __builtin_memcmp(mark, long_text_mark::text, long_text_mark::size) != 0)
            return 0;
        std::uint64_t number = 0;
        for (unsigned i = 0; i < long_text_mark::number_size; ++i)
            number |= static_cast<std::uint64_t>(
                          static_cast<unsigned char>(mark[long_text_mark::size + i]))
                      << (8 * i);
        return number;
    }
    [[nodiscard]] static std::atomic<ffiguard_long_text_1*>& slot_of(
        std::uint64_t number) noexcept {
        return ffiguard_long_texts_1_.kept[number % 256];
    }
    ffiguard_long_text_1* text_ = nullptr;
};


__attribute__((visibility("hidden"))) inline std::uint64_t copy_long_text(const ffiguard_error* from, char* to,
                                                    std::uint64_t room) noexcept {
    if (from == nullptr) return 0;
    long_text whole(*from);
    if (!whole) return 0;
    const std::uint64_t size = whole.size();
    if (to == nullptr || size > room)
        whole.put_back();
    else
        __builtin_memcpy(to, whole.data(), whole.size());
    return size;
}

}
}
}
# 11 "include/ffiguard/core/error.hpp" 2

# 1 "include/ffiguard/core/detail/text_like.hpp" 1
# 10 "include/ffiguard/core/detail/text_like.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


template <class Text>
using c_str_of = std::enable_if_t<
    std::is_convertible_v<decltype(std::declval<const Text&>().c_str()), const char*>>;

template <class Text, class = void>
struct has_c_str : std::false_type {};
template <class Text>
struct has_c_str<Text, c_str_of<Text>> : std::true_type {};


template <class Text, class = void>
struct is_string : std::false_type {};
template <class Text>
struct is_string<Text, std::void_t<c_str_of<Text>, decltype(std::declval<const Text&>().size())>>
    : std::true_type {};


template <class Text, class = void>
struct is_path : std::false_type {};
template <class Text>
struct is_path<Text,
               std::void_t<c_str_of<Text>, decltype(std::declval<const Text&>().native().size())>>
    : std::true_type {};


template <class Text, class = void>
struct is_text_view : std::false_type {};
template <class Text>
struct is_text_view<Text,
                    std::void_t<std::enable_if_t<std::is_convertible_v<
                                    decltype(std::declval<const Text&>().data()), const char*>>,
                                decltype(std::declval<const Text&>().size())>>
    : std::negation<has_c_str<Text>> {};

template <class Text>
constexpr bool is_text() noexcept {
    return is_string<Text>::value || is_path<Text>::value || is_text_view<Text>::value;
}

}
}
}
# 13 "include/ffiguard/core/error.hpp" 2
# 1 "include/ffiguard/core/status.hpp" 1







# 1 "include/ffiguard/core/detail/export_symbol.hpp" 1
# 9 "include/ffiguard/core/status.hpp" 2


namespace ffiguard {
inline namespace v0_1_0_throwing {


enum class status_code : ffiguard_status {
    ok = FFIGUARD_OK,
    null = FFIGUARD_NULL,
    malformed = FFIGUARD_MALFORMED,
    stale = FFIGUARD_STALE,
    wrong_table = FFIGUARD_WRONG_TABLE,
    wrong_type = FFIGUARD_WRONG_TYPE,
    closed = FFIGUARD_CLOSED,
    in_use = FFIGUARD_IN_USE,
    wrong_thread = FFIGUARD_WRONG_THREAD,
    overflow = FFIGUARD_OVERFLOW,
    out_of_memory = FFIGUARD_OUT_OF_MEMORY,
    invalid_argument = FFIGUARD_INVALID_ARGUMENT,
    not_found = FFIGUARD_NOT_FOUND,
    unsupported = FFIGUARD_UNSUPPORTED,
    system = FFIGUARD_SYSTEM,
    foreign = FFIGUARD_FOREIGN,
    cxx_exception = FFIGUARD_CXX_EXCEPTION,
    java_exception = FFIGUARD_JAVA_EXCEPTION,
};


[[nodiscard]] constexpr const char* name(status_code code) noexcept {
    switch (code) {
        case status_code::ok: return "ok";
        case status_code::null: return "null";
        case status_code::malformed: return "malformed";
        case status_code::stale: return "stale";
        case status_code::wrong_table: return "wrong table";
        case status_code::wrong_type: return "wrong type";
        case status_code::closed: return "closed";
        case status_code::in_use: return "in use";
        case status_code::wrong_thread: return "wrong thread";
        case status_code::overflow: return "overflow";
        case status_code::out_of_memory: return "out of memory";
        case status_code::invalid_argument: return "invalid argument";
        case status_code::not_found: return "not found";
        case status_code::unsupported: return "unsupported";
        case status_code::system: return "system error";
        case status_code::foreign: return "foreign error";
        case status_code::cxx_exception: return "C++ exception";
        case status_code::java_exception: return "Java exception";
    }
    return "unknown status";
}






class [[nodiscard]] status {
public:
    constexpr status() noexcept = default;
    constexpr status(status_code code) noexcept : code_(code) {}


    static constexpr status system(int error_number) noexcept {
        return {status_code::system, error_number};
    }

    static constexpr status foreign(int answer) noexcept { return {status_code::foreign, answer}; }


    static constexpr status inner_nul(std::uint64_t offset) noexcept {
        return {status_code::malformed,
                offset < 
# 81 "include/ffiguard/core/status.hpp" 3 4
                        (2147483647) 
# 81 "include/ffiguard/core/status.hpp"
                                  ? static_cast<std::int32_t>(offset) + 1 : 
# 81 "include/ffiguard/core/status.hpp" 3 4
                                                                            (2147483647)
# 81 "include/ffiguard/core/status.hpp"
                                                                                     };
    }


    static constexpr status in_use_by(std::int32_t children) noexcept {
        return {status_code::in_use, children};
    }

    [[nodiscard]] constexpr bool ok() const noexcept { return code_ == status_code::ok; }
    [[nodiscard]] constexpr status_code code() const noexcept { return code_; }


    [[nodiscard]] constexpr std::int32_t detail() const noexcept { return detail_; }
    [[nodiscard]] constexpr const char* name() const noexcept { return v0_1_0_throwing::name(code_); }


    [[nodiscard]] constexpr bool is_inner_nul() const noexcept {
        return code_ == status_code::malformed && detail_ != 0;
    }

    [[nodiscard]] constexpr std::int32_t open_children() const noexcept {
        return code_ == status_code::in_use ? detail_ : 0;
    }

    constexpr void ignore() const noexcept {}

    friend constexpr bool operator==(status a, status b) noexcept {
        return a.code_ == b.code_ && a.detail_ == b.detail_;
    }
    friend constexpr bool operator!=(status a, status b) noexcept { return !(a == b); }

    friend constexpr bool operator==(status a, status_code b) noexcept { return a.code_ == b; }
    friend constexpr bool operator!=(status a, status_code b) noexcept { return a.code_ != b; }
    friend constexpr bool operator==(status_code a, status b) noexcept { return a == b.code_; }
    friend constexpr bool operator!=(status_code a, status b) noexcept { return a != b.code_; }

private:
    constexpr status(status_code code, std::int32_t detail) noexcept
        : code_(code), detail_(detail) {}

    status_code code_ = status_code::ok;
    std::int32_t detail_ = 0;
};

}
}
# 14 "include/ffiguard/core/error.hpp" 2


namespace ffiguard {
inline namespace v0_1_0_throwing {







class [[nodiscard]] error {
public:


    error() noexcept {
        raw_.status = FFIGUARD_OK;
        raw_.detail = 0;
        raw_.message[0] = '\0';
    }
    error(ffiguard::status what) noexcept : error() {
        if (!what.ok()) *this = of_failure(what);
    }
    error(status_code what) noexcept : error(ffiguard::status(what)) {}





    template <class... Parts>
    error(ffiguard::status what, const Parts&... parts) noexcept : error() {
        static_assert((is_part<Parts>() && ...),
                      "ffiguard: a message is put together from text and integers");
        if (what.ok()) return;
        raw_ = {static_cast<ffiguard_status>(what.code()), what.detail(), {}};
        detail::text_writer text(raw_.message, sizeof raw_.message);
        (add(text, parts), ...);
        if (text.whole_size() > text.size()) keep_whole(text.whole_size(), parts...);
    }

    template <class... Parts>
    explicit error(const char*, const Parts&...) noexcept {
        static_assert(sizeof...(Parts) == ~0ULL,
                      "ffiguard: an error begins with its status: "
                      "error(status_code::not_found, \"no such file: \", path)");
    }


    explicit error(const ffiguard_error& received) noexcept : raw_(received) {
        raw_.message[sizeof raw_.message - 1] = '\0';
    }

    [[nodiscard]] ffiguard::status status() const noexcept {
        const auto code = static_cast<status_code>(raw_.status);
        if (code == status_code::system) return ffiguard::status::system(raw_.detail);
        if (code == status_code::foreign) return ffiguard::status::foreign(raw_.detail);
        if (code == status_code::in_use) return ffiguard::status::in_use_by(raw_.detail);
        if (code == status_code::malformed && raw_.detail > 0)
            return ffiguard::status::inner_nul(static_cast<std::uint64_t>(raw_.detail) - 1);
        return code;
    }
    [[nodiscard]] bool ok() const noexcept { return raw_.status == FFIGUARD_OK; }
    [[nodiscard]] const char* message() const noexcept { return raw_.message; }

    [[nodiscard]] const ffiguard_error& raw() const noexcept { return raw_; }

    void ignore() const noexcept {}

private:
    static error of_failure(ffiguard::status what) noexcept {
        if (what.is_inner_nul()) return of_inner_nul(what);
        if (what.open_children() != 0) return of_children(what);
        return error(what, what.name());
    }
    static error of_children(ffiguard::status what) noexcept {
        const std::int32_t open = what.open_children();
        return error(what, "in use: ", open, open == 1 ? " child is open" : " children are open");
    }
    static error of_inner_nul(ffiguard::status what) noexcept {
        return error(what, "malformed: a NUL inside the text, at byte offset ",
                     static_cast<std::uint64_t>(what.detail()) - 1);
    }
    template <class... Parts>
    __attribute__((noinline, cold)) __attribute__((visibility("hidden"))) void keep_whole(std::size_t size, const Parts&... parts) noexcept {
        if (size > detail::longest_text) size = detail::longest_text;
        detail::long_text whole(size);
        if (!whole) return;
        detail::text_writer text(whole.data(), size + 1);
        (add(text, parts), ...);
        whole.keep_for(raw_, text.size());
    }
    template <class Part>
    static constexpr bool is_part() noexcept {
        return std::is_convertible_v<const Part&, const char*> || detail::is_text<Part>() ||
               (std::is_integral_v<Part> && !std::is_same_v<Part, bool>);
    }
    template <class Part>
    static void add(detail::text_writer& text, const Part& part) noexcept {
        if constexpr (std::is_convertible_v<const Part&, const char*>) {
            text << static_cast<const char*>(part);
        } else if constexpr (detail::is_text_view<Part>::value) {
            text.append(part.data(), part.size());
        } else if constexpr (detail::is_path<Part>::value) {
            text.append(part.c_str(), part.native().size());
        } else if constexpr (detail::is_string<Part>::value) {
            text.append(part.c_str(), part.size());
        } else if constexpr (std::is_signed_v<Part>) {

            if (part < 0)
                text << "-" << static_cast<std::uint64_t>(-1 - part) + 1;
            else
                text << static_cast<std::uint64_t>(part);
        } else {
            text << static_cast<std::uint64_t>(part);
        }
    }

    ffiguard_error raw_;
};

}
}
# 12 "include/ffiguard/jni/call/class.hpp" 2
# 1 "include/ffiguard/core/result.hpp" 1
# 12 "include/ffiguard/core/result.hpp"
# 1 "include/ffiguard/core/violation.hpp" 1
# 12 "include/ffiguard/core/violation.hpp"
# 1 "include/ffiguard/core/errno_guard.hpp" 1




# 1 "/usr/include/c++/12/cerrno" 1 3
# 39 "/usr/include/c++/12/cerrno" 3
       
# 40 "/usr/include/c++/12/cerrno" 3


# 1 "/usr/include/errno.h" 1 3 4
# 28 "/usr/include/errno.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/errno.h" 1 3 4
# 26 "/usr/include/x86_64-linux-gnu/bits/errno.h" 3 4
# 1 "/usr/include/linux/errno.h" 1 3 4
# 1 "/usr/include/x86_64-linux-gnu/asm/errno.h" 1 3 4
# 1 "/usr/include/asm-generic/errno.h" 1 3 4




# 1 "/usr/include/asm-generic/errno-base.h" 1 3 4
# 6 "/usr/include/asm-generic/errno.h" 2 3 4
# 2 "/usr/include/x86_64-linux-gnu/asm/errno.h" 2 3 4
# 2 "/usr/include/linux/errno.h" 2 3 4
# 27 "/usr/include/x86_64-linux-gnu/bits/errno.h" 2 3 4
# 29 "/usr/include/errno.h" 2 3 4






# 34 "/usr/include/errno.h" 3 4
extern "C" {


extern int *__errno_location (void) noexcept (true) __attribute__ ((__const__));







extern char *program_invocation_name;
extern char *program_invocation_short_name;

# 1 "/usr/include/x86_64-linux-gnu/bits/types/error_t.h" 1 3 4
# 22 "/usr/include/x86_64-linux-gnu/bits/types/error_t.h" 3 4
typedef int error_t;
# 49 "/usr/include/errno.h" 2 3 4



}
# 43 "/usr/include/c++/12/cerrno" 2 3
# 6 "include/ffiguard/core/errno_guard.hpp" 2
# 15 "include/ffiguard/core/errno_guard.hpp"

# 15 "include/ffiguard/core/errno_guard.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {






class [[nodiscard]] errno_guard {
public:

    [[nodiscard]] errno_guard() noexcept = default;
    errno_guard(const errno_guard&) = delete;
    errno_guard& operator=(const errno_guard&) = delete;
    ~errno_guard() {
        
# 30 "include/ffiguard/core/errno_guard.hpp" 3 4
       (*__errno_location ()) 
# 30 "include/ffiguard/core/errno_guard.hpp"
             = saved_;



    }

private:
    int saved_ = 
# 37 "include/ffiguard/core/errno_guard.hpp" 3 4
                (*__errno_location ())
# 37 "include/ffiguard/core/errno_guard.hpp"
                     ;



};

}
}
# 13 "include/ffiguard/core/violation.hpp" 2
# 1 "include/ffiguard/core/trace.hpp" 1
# 14 "include/ffiguard/core/trace.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {

struct violation_event;
# 54 "include/ffiguard/core/trace.hpp"
struct trace {
    enum : bool { is_on = false };
    struct nothing {};

    template <class Resource, class Value>
    static constexpr void acquire(const Value&) noexcept {}
    template <class Resource, class Value, class Parent>
    static constexpr void adopt(const Value&, const Parent& ) noexcept {}
    template <class Resource, class Value>
    static constexpr nothing releasing(const Value&) noexcept {
        return {};
    }
    template <class Resource>
    static constexpr void release(nothing, status) noexcept {}
    template <class Resource>
    static constexpr void refuse(nothing, status) noexcept {}
    template <class Resource, class Value>
    static constexpr void disown(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void defer(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void share(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void unshare(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void pin(const Value&) noexcept {}
    template <class Resource, class Value>
    static constexpr void unpin(const Value&) noexcept {}
    template <class Resource, class Value, class Tell>
    static constexpr void refer(const Value&, const Tell&) noexcept {}
    static constexpr void violation(const violation_event&) noexcept {}
    template <class Resource>
    static constexpr void misuse(std::uint64_t , status_code) noexcept {}
    static constexpr void explain(ffiguard_error&) noexcept {}
    struct closing_here {};
    struct known_queue {
        constexpr known_queue(const char* , std::uint64_t (*)()) noexcept {}
    };
    struct story {
        explicit constexpr story(std::uint64_t ) noexcept {}
        static constexpr const char* text() noexcept { return nullptr; }
    };
    template <class Body>
    static constexpr nothing enter_boundary(const Body&, const char* ) noexcept {
        return {};
    }
    template <class Body>
    static constexpr void leave_boundary(const Body&, status, nothing) noexcept {}
    static constexpr void enter_upcall() noexcept {}
    static constexpr void leave_upcall() noexcept {}
    template <class Module>
    static constexpr void open_library(Module, const char* ) noexcept {}
    template <class Module>
    static constexpr void close_library(Module) noexcept {}
    static constexpr void attach_thread() noexcept {}
    static constexpr void detach_thread() noexcept {}



    template <class Value>
    class note {
    public:
        static constexpr void keep_traced(const Value&) noexcept {}
        [[nodiscard]] static constexpr nothing traced() noexcept { return {}; }
    };
};


}
}
# 14 "include/ffiguard/core/violation.hpp" 2
# 24 "include/ffiguard/core/violation.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {



enum class violation : std::uint8_t {
    double_release,
    wrong_thread,
    out_of_order,
    not_restored,
    unbalanced,
    overflow,
    leak,
    receiver_conflict,
    bad_access,
    close_refused,

};


[[nodiscard]] constexpr const char* name(violation kind) noexcept {
    switch (kind) {
        case violation::double_release: return "double release";
        case violation::wrong_thread: return "wrong thread";
        case violation::out_of_order: return "out of order";
        case violation::not_restored: return "not restored";
        case violation::unbalanced: return "unbalanced release";
        case violation::overflow: return "count overflow";
        case violation::leak: return "leak";
        case violation::receiver_conflict: return "two receivers on one owner";
        case violation::bad_access: return "bad access";
        case violation::close_refused: return "close refused";
    }
    return "unknown violation";
}


struct code_location {
    const char* file = nullptr;
    std::uint32_t line = 0;


    static constexpr code_location current(const char* file = __builtin_FILE(),
                                           std::uint32_t line = __builtin_LINE()) noexcept {
        return {file, line};
    }
};


struct violation_event {
    violation kind;
    const char* what = nullptr;
    code_location where{};
    code_location origin{};
    std::uint64_t handle = 0;


    const char* story = nullptr;
};



using violation_handler = void (*)(const violation_event&) noexcept;



enum class violation_level : std::uint8_t { report, abort };

namespace detail {


[[noreturn]] inline void abort_program() noexcept { __builtin_abort(); }







extern "C" std::make_signed_t<std::size_t> write(int, const void*, std::size_t);



__attribute__((visibility("hidden"))) inline std::atomic<violation_handler> violation_handler_{nullptr};
__attribute__((visibility("hidden"))) inline std::atomic<violation_level> violation_level_{violation_level::report};

__attribute__((visibility("hidden"))) inline void print(const violation_event& event) noexcept {
    char line[768];
    text_writer text(line, sizeof line - 1);
    text << "ffiguard: " << name(event.kind);
    if (event.what != nullptr) text << ": " << event.what;
    if (event.where.file != nullptr)
        text << " (at " << event.where.file << ":" << std::uint64_t{event.where.line} << ")";
    if (event.origin.file != nullptr)
        text << " (taken at " << event.origin.file << ":" << std::uint64_t{event.origin.line}
             << ")";
    if (event.story != nullptr) text << " (" << event.story << ")";
    const std::size_t size = text.size();
    line[size] = '\n';





    const auto written = write(2, line, size + 1);

    static_cast<void>(written);
}

}



__attribute__((visibility("hidden"))) inline violation_handler set_violation_handler(violation_handler handler) noexcept {
    return detail::violation_handler_.exchange(handler, std::memory_order_acq_rel);
}


__attribute__((visibility("hidden"))) inline violation_level set_violation_level(violation_level level) noexcept {
    return detail::violation_level_.exchange(level, std::memory_order_acq_rel);
}


__attribute__((visibility("hidden"))) inline void report(const violation_event& event) noexcept {
    const errno_guard keep_errno;
    trace::violation(event);
    const violation_handler handler = detail::violation_handler_.load(std::memory_order_acquire);
    const trace::story story(event.handle);
    violation_event told = event;
    if (told.story == nullptr) told.story = story.text();
    (handler != nullptr ? handler : &detail::print)(told);
    if (detail::violation_level_.load(std::memory_order_acquire) == violation_level::abort)
        detail::abort_program();
}


[[noreturn]] __attribute__((visibility("hidden"))) inline void fail(violation kind, const char* what) noexcept {
    report({kind, what});
    detail::abort_program();
}

}
}
# 13 "include/ffiguard/core/result.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {



class bad_result : public std::exception {
public:
    explicit bad_result(const error& why) noexcept : why_(why) {}
    [[nodiscard]] const error& why() const noexcept { return why_; }
    [[nodiscard]] const char* what() const noexcept override { return why_.message(); }

private:
    error why_;
};


template <class T, class E>
class result;

namespace detail {


template <class T, class E, class U, class F>
constexpr bool is_handed_on() noexcept {
    if constexpr (!std::is_convertible_v<const F&, E>)
        return false;
    else if constexpr (std::is_same_v<U, T>)
        return !std::is_same_v<F, E>;
    else
        return !std::is_arithmetic_v<T> && std::is_convertible_v<U&&, T> &&
               std::is_nothrow_constructible_v<T, U&&> && !std::is_convertible_v<result<U, F>&&, T>;
}

}
# 56 "include/ffiguard/core/result.hpp"
template <class T, class E = status>
class [[nodiscard]] result {
    template <class, class>
    friend class result;
    static_assert(!std::is_reference_v<T> && !std::is_void_v<T>,
                  "ffiguard: result<T> holds an object; for void return a status");
    static_assert(std::is_nothrow_move_constructible_v<T>,
                  "ffiguard: result<T> needs a T that moves without throwing; for one that does "
                  "not move (it holds a mutex) result<std::unique_ptr<T>>");
    static_assert(!std::is_same_v<T, ffiguard::status> && !std::is_same_v<T, status_code> &&
                      !std::is_same_v<T, ffiguard::error> && !std::is_same_v<T, E>,
                  "ffiguard: the value of a result is no status or error; return that alone");
    static_assert(std::is_trivially_copyable_v<E>,
                  "ffiguard: the reason in a result is a status or an error");

public:
    using value_type = T;
    using error_type = E;

    __attribute__((visibility("hidden"))) result(T value) noexcept : value_(std::move(value)), has_value_(true) {}

    template <class Reason,
              std::enable_if_t<std::is_convertible_v<const Reason&, E> &&
                                   !std::is_same_v<Reason, T> && !std::is_same_v<Reason, result>,
                               int> = 0>
    result(const Reason& why) noexcept : error_(why), has_value_(false) {
        if (error_.ok()) fail(violation::bad_access, "a result made from success has no value");
    }



    template <
        class U,
        std::enable_if_t<std::is_class_v<U> && !std::is_same_v<U, T> && !std::is_arithmetic_v<T> &&
                             !std::is_convertible_v<const U&, E> && std::is_convertible_v<U&&, T> &&
                             std::is_nothrow_constructible_v<T, U&&>,
                         int> = 0>
    __attribute__((visibility("hidden"))) result(U&& value) noexcept : value_(std::forward<U>(value)), has_value_(true) {}


    template <class Enum, std::enable_if_t<std::is_enum_v<Enum> && std::is_arithmetic_v<T> &&
                                               !std::is_convertible_v<Enum, E>,
                                           int> = 0>
    result(Enum) = delete;




    template <class U, class F, std::enable_if_t<detail::is_handed_on<T, E, U, F>(), int> = 0>
    __attribute__((visibility("hidden"))) result(result<U, F>&& other) noexcept : has_value_(other.has_value_) {
        take(other);
    }


    __attribute__((visibility("hidden"))) result(result&& other) noexcept : has_value_(other.has_value_) {
        if (has_value_)
            ::new (static_cast<void*>(__builtin_addressof(value_))) T(std::move(other.value_));
        else
            ::new (static_cast<void*>(__builtin_addressof(error_))) E(other.error_);
    }
    __attribute__((visibility("hidden"))) result& operator=(result&& other) noexcept {
        result taken(std::move(other));
        this->~result();
        return *::new (static_cast<void*>(this)) result(std::move(taken));
    }
    result(const result&) = delete;
    result& operator=(const result&) = delete;
    __attribute__((visibility("hidden"))) ~result() {
        if (has_value_) value_.~T();
    }

    [[nodiscard]] bool has_value() const noexcept { return has_value_; }
    explicit operator bool() const noexcept { return has_value_; }


    [[nodiscard]] ffiguard::status status() const noexcept {
        if (has_value_) return status_code::ok;
        if constexpr (std::is_same_v<E, ffiguard::status>)
            return error_;
        else
            return error_.status();
    }

    [[nodiscard]] __attribute__((no_icf)) E error() const noexcept { return has_value_ ? E() : error_; }

    [[nodiscard]] T& operator*() & noexcept { return checked(); }
    [[nodiscard]] const T& operator*() const& noexcept { return checked(); }
    [[nodiscard]] T&& operator*() && noexcept { return std::move(checked()); }
    [[nodiscard]] T* operator->() noexcept { return __builtin_addressof(checked()); }
    [[nodiscard]] const T* operator->() const noexcept { return __builtin_addressof(checked()); }


    [[nodiscard]] T& value() & {
        throw_if_none();
        return value_;
    }
    [[nodiscard]] const T& value() const& {
        throw_if_none();
        return value_;
    }
    [[nodiscard]] T value() && {
        throw_if_none();
        return std::move(value_);
    }



    [[nodiscard]] __attribute__((visibility("hidden"))) T
    value_or(T otherwise) const& noexcept(std::is_nothrow_copy_constructible_v<T>) {
        static_assert(std::is_copy_constructible_v<T>,
                      "ffiguard: value_or() of a result with a name copies the value, and this "
                      "one only moves: std::move(r).value_or(...)");
        if (has_value_) return value_;
        return otherwise;
    }
    [[nodiscard]] __attribute__((visibility("hidden"))) T value_or(T otherwise) && noexcept {
        return has_value_ ? std::move(value_) : std::move(otherwise);
    }

private:
    template <class Other>
    __attribute__((visibility("hidden"))) void take(Other& other) noexcept {
        if (has_value_)
            ::new (static_cast<void*>(__builtin_addressof(value_))) T(std::move(other.value_));
        else
            ::new (static_cast<void*>(__builtin_addressof(error_))) E(other.error_);
    }
    [[noreturn]] static void fail_without_value(const E& why) noexcept {
        fail(violation::bad_access, ffiguard::error(why).message());
    }
    T& checked() noexcept { return const_cast<T&>(std::as_const(*this).checked()); }
    const T& checked() const noexcept {
        if (!has_value_) fail_without_value(error_);
        return value_;
    }
    void throw_if_none() const {

        if (!has_value_) throw bad_result(error_);



    }

    union {
        T value_;
        E error_;
    };
    bool has_value_;
};

}
}
# 13 "include/ffiguard/jni/call/class.hpp" 2

# 1 "include/ffiguard/jni/call/detail/member_entry.hpp" 1
# 14 "include/ffiguard/jni/call/detail/member_entry.hpp"
# 1 "include/ffiguard/jni/call/descriptor.hpp" 1





# 1 "include/ffiguard/jni/call/detail/java_type.hpp" 1
# 11 "include/ffiguard/jni/call/detail/java_type.hpp"
# 1 "include/ffiguard/core/token.hpp" 1
# 10 "include/ffiguard/core/token.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {


using token = ffiguard_token;

namespace detail {
# 25 "include/ffiguard/core/token.hpp"
struct token_parts {
    enum : std::uint32_t { index_bits = 22, generation_bits = 18, type_bits = 8, table_bits = 16 };
    enum : std::uint32_t {
        max_index = (std::uint32_t{1} << index_bits) - 1,
        max_generation = (std::uint32_t{1} << generation_bits) - 1,
    };

    std::uint32_t index;
    std::uint32_t generation;
    std::uint32_t identity;

    static constexpr std::uint32_t make_identity(std::uint16_t table, std::uint8_t type) noexcept {
        return (std::uint32_t{table} << type_bits) | type;
    }
    static constexpr std::uint8_t type_of(std::uint32_t identity) noexcept {
        return static_cast<std::uint8_t>(identity);
    }
    static constexpr token_parts split(token value) noexcept {
        return {static_cast<std::uint32_t>(value) & max_index,
                static_cast<std::uint32_t>(value >> index_bits) & max_generation,
                static_cast<std::uint32_t>(value >> (index_bits + generation_bits))};
    }
    constexpr token join() const noexcept {
        return (token{identity} << (index_bits + generation_bits)) |
               (token{generation} << index_bits) | index;
    }
};

}
}
}
# 12 "include/ffiguard/jni/call/detail/java_type.hpp" 2
# 1 "include/ffiguard/jni/data/peer.hpp" 1
# 10 "include/ffiguard/jni/data/peer.hpp"
# 1 "include/ffiguard/core/detail/closes_itself.hpp" 1
# 9 "include/ffiguard/core/detail/closes_itself.hpp"
# 1 "include/ffiguard/core/detail/held.hpp" 1
# 12 "include/ffiguard/core/detail/held.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {

template <class T, class = void>
struct is_complete_class : std::false_type {};
template <class T>
struct is_complete_class<T, std::enable_if_t<sizeof(T) != 0>>
    : std::bool_constant<std::is_class_v<T> || std::is_union_v<T>> {};


template <class T, class = void>
struct points_to_void : std::is_void<std::remove_pointer_t<T>> {};
template <class T>
struct points_to_void<T, std::enable_if_t<std::is_void_v<typename T::element_type>>>
    : std::true_type {};

template <class T, bool ToVoid = points_to_void<T>::value, class = void>
struct pointee {
    using type = void;
};
template <class T>
struct pointee<T, false,
               std::enable_if_t<std::is_lvalue_reference_v<decltype(*std::declval<T&>())>>> {
    using type = std::remove_reference_t<decltype(*std::declval<T&>())>;
};



template <class T, class = void>
struct array_element {
    using type = void;
};
template <class T>
struct array_element<T, std::enable_if_t<std::is_same_v<decltype(std::declval<T&>()[0]),
                                                        decltype(*std::declval<T&>().get())>>> {
    using type = std::remove_reference_t<decltype(std::declval<T&>()[0])>;
};

template <class T, class = void>
struct equals_null : std::false_type {};
template <class T>
struct equals_null<T, std::void_t<decltype(std::declval<T&>() == nullptr)>> : std::true_type {};
template <class T>
[[nodiscard]] bool points_to_nothing(T& pointer) noexcept {
    if constexpr (std::is_constructible_v<bool, T&>)
        return !static_cast<bool>(pointer);
    else if constexpr (equals_null<T>::value)
        return pointer == nullptr;
    else
        return false;
}

template <class T, class = void>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<T, std::void_t<decltype(std::declval<T&>().has_value())>> : std::true_type {};

template <class Enabled, class T, class... Args>
struct is_made_if : std::is_constructible<T, Args...> {};
template <class T, class... Args>
struct is_made_if<std::void_t<decltype(T{std::declval<Args>()...})>, T, Args...> : std::true_type {
};
template <class T, class... Args>
using is_made_from = is_made_if<void, T, Args...>;

}
}
}
# 10 "include/ffiguard/core/detail/closes_itself.hpp" 2
# 1 "include/ffiguard/core/detail/member_name.hpp" 1
# 9 "include/ffiguard/core/detail/member_name.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {



template <class T, class Name>
struct derived_with : T, Name {};
template <class T>
constexpr bool can_be_derived_from() noexcept {
    return std::is_class_v<T> && !std::is_final_v<T> && std::is_destructible_v<T>;
}

}
}
}
# 11 "include/ffiguard/core/detail/closes_itself.hpp" 2
# 19 "include/ffiguard/core/detail/closes_itself.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {



struct has_close {
    int close;
};
struct has_close_is_not_called {
    int close_is_not_called;
};
template <class T, class = void>
struct close_is_ambiguous : std::true_type {};
template <class T>
struct close_is_ambiguous<T, std::void_t<decltype(&derived_with<T, has_close>::close)>>
    : std::false_type {};
template <class T, class = void>
struct opt_out_is_ambiguous : std::true_type {};
template <class T>
struct opt_out_is_ambiguous<
    T, std::void_t<decltype(&derived_with<T, has_close_is_not_called>::close_is_not_called)>>
    : std::false_type {};


template <class T, class = void>
struct has_one_close : std::false_type {};
template <class T>
struct has_one_close<T, std::void_t<decltype(&T::close)>> : std::true_type {};
template <class T, class = void>
struct has_opt_out : std::false_type {};
template <class T>
struct has_opt_out<T, std::void_t<typename T::close_is_not_called>> : std::true_type {};

template <class T, class = void>
struct is_close_callable : std::false_type {};
template <class T>
struct is_close_callable<T, std::void_t<decltype(std::declval<T&>().close())>> : std::true_type {};


template <class T, class = void>
struct is_close_data : std::false_type {};
template <class T>
struct is_close_data<
    T, std::enable_if_t<std::is_object_v<std::remove_reference_t<decltype(T::close)>>>>
    : std::true_type {};

template <class T>
constexpr bool names_close() noexcept {
    if constexpr (is_close_data<T>::value)
        return false;
    else if constexpr (can_be_derived_from<T>())
        return close_is_ambiguous<T>::value;
    else
        return has_one_close<T>::value || is_close_callable<T>::value;
}
template <class T>
constexpr bool says_close_is_not_called() noexcept {
    if constexpr (can_be_derived_from<T>())
        return opt_out_is_ambiguous<T>::value;
    else
        return has_opt_out<T>::value;
}

enum class closed_by { nothing, its_close, close_behind, closes_of_array };

template <class T>
constexpr closed_by how_closed() noexcept {
    if constexpr (is_complete_class<T>::value) {
        if constexpr (says_close_is_not_called<std::remove_cv_t<T>>())
            return closed_by::nothing;
        else if constexpr (names_close<std::remove_cv_t<T>>())
            return closed_by::its_close;
    }
    using behind = typename pointee<T>::type;
    if constexpr (!std::is_void_v<behind> && !std::is_same_v<behind, T>)
        if (how_closed<behind>() != closed_by::nothing) return closed_by::close_behind;
    using element = typename array_element<T>::type;
    if constexpr (std::is_void_v<behind> && !std::is_void_v<element>)
        if (how_closed<element>() != closed_by::nothing) return closed_by::closes_of_array;
    return closed_by::nothing;
}



template <class Answer>
struct close_answer_as {
    enum : bool {
        is_status = std::is_void_v<Answer> || std::is_convertible_v<Answer, status>,
        is_known = is_status || std::is_convertible_v<Answer, error>,
    };
    using type = std::conditional_t<is_status || !is_known, status, error>;
    static type from(const Answer& answer) noexcept { return answer; }
};
template <>
struct close_answer_as<void> {
    enum : bool { is_known = true };
    using type = status;
};

template <class Value, class E>
struct close_answer_as<result<Value, E>> {
    enum : bool { is_known = std::is_empty_v<Value> };
    using type = std::conditional_t<std::is_same_v<E, status>, status, error>;
    static type from(const result<Value, E>& answer) noexcept { return answer.error(); }
};

[[nodiscard]] inline status status_of(status outcome) noexcept { return outcome; }
[[nodiscard]] inline status status_of(const error& outcome) noexcept { return outcome.status(); }


template <class T, bool Callable = is_close_callable<T>::value>
struct close_call {
    static_assert(Callable,
                  "ffiguard: what is kept here has a close() that cannot be called at its release: "
                  "it takes arguments, is not public, is ambiguous, or is not const where the "
                  "object is. Offer `status close() noexcept`; or if close() is not for the "
                  "release, say `using close_is_not_called = void;` in the class");
    using form = close_answer_as<void>;
};
template <class T>
struct close_call<T, true> {
    using given = decltype(std::declval<T&>().close());
    static_assert(noexcept(std::declval<T&>().close()),
                  "ffiguard: handle_table<T> calls T::close(); it must be noexcept. If close() is "
                  "not for the release, say `using close_is_not_called = void;` in the class");
    static_assert(close_answer_as<given>::is_known,
                  "ffiguard: the close() of what is kept here must return void, a status or an "
                  "error: of a number or a bool nobody knows what success is, and any other value "
                  "would be lost. If close() is not for the release, say `using "
                  "close_is_not_called = void;` in the class");
    using form = close_answer_as<given>;
};






template <class T, closed_by How = how_closed<T>()>
struct closing {
    using answer = status;
    __attribute__((visibility("hidden"))) static answer close(T&) noexcept { return {}; }
};

template <class T>
struct closing<T, closed_by::its_close> {
    using form = typename close_call<T>::form;
    using answer = typename form::type;

    __attribute__((visibility("hidden"))) static answer close(T& object) noexcept {
        if constexpr (!is_close_callable<T>::value || !form::is_known) {
            return {};
        } else if constexpr (std::is_void_v<decltype(object.close())>) {
            object.close();
            return {};
        } else {
            answer outcome = form::from(object.close());

            if (status_of(outcome) == status_code::closed) return {};
            return outcome;
        }
    }
};

template <class T>
struct closing<T, closed_by::closes_of_array> {
    static_assert(
        std::is_void_v<T>,
        "ffiguard: what is kept here is an array of objects that have a close(), and does "
        "not tell how many they are. Keep a class that closes them, or say `using "
        "close_is_not_called = void;` in theirs and close them in their destructor");
    using answer = status;
    __attribute__((visibility("hidden"))) static answer close(T&) noexcept { return {}; }
};

template <class T>
struct closing<T, closed_by::close_behind> {
    static_assert(
        is_optional<T>::value || !std::is_copy_constructible_v<T>,
        "ffiguard: what is kept here is a pointer that can be copied, and what it points to has a "
        "close(): nothing tells whether this one is the last owner. Keep a std::unique_ptr, or say "
        "`using close_is_not_called = void;` in the class and close it in its destructor");

    using behind = typename pointee<T>::type;
    using answer = typename closing<behind>::answer;

    __attribute__((visibility("hidden"))) static answer close(T& pointer) noexcept {
        if (points_to_nothing(pointer)) return {};
        return closing<behind>::close(*pointer);
    }
};

}
}
}
# 11 "include/ffiguard/jni/data/peer.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {

template <class T, std::uint8_t Tag>
class handle_table;

namespace jni {







[[nodiscard]] constexpr jlong to_jlong(token value) noexcept { return static_cast<jlong>(value); }

[[nodiscard]] constexpr token from_jlong(jlong peer) noexcept { return static_cast<token>(peer); }
# 39 "include/ffiguard/jni/data/peer.hpp"
template <class T, std::uint8_t Tag>
auto close_peer(handle_table<T, Tag>& table, jlong peer) noexcept {
    using answer = decltype(table.close(token{}));
    if (peer == 0) return answer();
    const answer outcome = table.close(from_jlong(peer));
    const status what = ffiguard::detail::status_of(outcome);

    if (what == status_code::closed || what == status_code::stale) return answer();
    return outcome;
}

}
}
}
# 13 "include/ffiguard/jni/call/detail/java_type.hpp" 2
# 1 "include/ffiguard/jni/ref/java_class.hpp" 1
# 32 "include/ffiguard/jni/ref/java_class.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {


template <class T>
struct java_array;


template <class... Classes>
struct java_supers {};

namespace detail {


template <class T, class = void>
struct names_class : std::false_type {};
template <class T>
struct names_class<T, std::void_t<decltype(T::java_name())>> : std::true_type {};

template <class T>
struct element_of {
    using type = void;
};
template <class T>
struct element_of<java_array<T>> {
    using type = T;
};


template <class T>
constexpr bool is_java_array = !std::is_void_v<typename element_of<T>::type> &&
                               !std::is_arithmetic_v<typename element_of<T>::type>;


template <class T>
using native_of = std::conditional_t<std::is_pointer_v<T>, T,
                                     std::conditional_t<is_java_array<T>, jobjectArray, jobject>>;

template <class T>
constexpr bool is_jni_reference() noexcept {
    return std::is_pointer_v<T> && std::is_convertible_v<T, jobject>;
}

template <class T>
constexpr bool is_java_class() noexcept {
    return is_jni_reference<T>() || is_java_array<T> || names_class<T>::value;
}

template <class T>
constexpr const char* java_name_of() noexcept {
    if constexpr (std::is_same_v<T, jobject>)
        return "java/lang/Object";
    else if constexpr (std::is_same_v<T, jclass>)
        return "java/lang/Class";
    else if constexpr (std::is_same_v<T, jstring>)
        return "java/lang/String";
    else if constexpr (std::is_same_v<T, jthrowable>)
        return "java/lang/Throwable";
    else if constexpr (names_class<T>::value)
        return T::java_name();
    else
        return "";
}
constexpr bool same_name(const char* a, const char* b) noexcept {
    for (; *a == *b; ++a, ++b)
        if (*a == '\0') return true;
    return false;
}

template <class From, class To>
constexpr bool is_a() noexcept;

template <class T, class = void>
struct supers_of {
    using type = java_supers<>;
};
template <class T>
struct supers_of<T, std::void_t<typename T::java_super>> {
    using type = typename T::java_super;
};
template <class Super, class To>
struct any_is_a : std::bool_constant<is_a<Super, To>()> {};
template <class... Supers, class To>
struct any_is_a<java_supers<Supers...>, To> : std::bool_constant<(is_a<Supers, To>() || ...)> {};


template <class From, class To>
constexpr bool is_a() noexcept {
    if constexpr (std::is_same_v<From, To> || std::is_same_v<To, jobject>) {
        return true;
    } else if constexpr (std::is_pointer_v<From> && std::is_pointer_v<To>) {
        return std::is_convertible_v<From, To>;
    } else if constexpr (is_java_array<From> && is_java_array<To>) {
        return is_a<typename element_of<From>::type, typename element_of<To>::type>();
    } else if constexpr (is_java_array<From>) {
        return std::is_same_v<To, jobjectArray> || std::is_same_v<To, jarray>;
    } else if constexpr (is_java_array<To>) {
        return std::is_same_v<From, jobjectArray> && std::is_same_v<To, java_array<jobject>>;
    } else {
        if (same_name(java_name_of<To>(), "java/lang/Object")) return true;
        if (same_name(java_name_of<From>(), java_name_of<To>())) return true;
        if constexpr (std::is_class_v<From> && std::is_class_v<To>)
            if (std::is_base_of_v<To, From>) return true;
        return any_is_a<typename supers_of<From>::type, To>::value;
    }
}


template <class Ref, class = void>
struct referent_of {
    using type = Ref;
};
template <class Ref>
struct referent_of<Ref, std::void_t<typename Ref::referent>> {
    using type = typename Ref::referent;
};
template <class Ref>
using referent_t = typename referent_of<Ref>::type;


template <class Ref, class To>
constexpr bool passes() noexcept {
    using From = referent_t<Ref>;
    if constexpr (std::is_same_v<Ref, std::nullptr_t>)
        return true;
    else if constexpr (std::is_same_v<From, Ref> && !std::is_pointer_v<Ref>)
        return std::is_convertible_v<const Ref&, native_of<To>>;
    else if constexpr (is_java_class<From>())
        return is_a<From, To>() || std::is_same_v<From, native_of<To>>;
    else
        return false;
}


template <class To, class Ref>
constexpr native_of<To> raw(const Ref& ref) noexcept {
    if constexpr (std::is_same_v<referent_t<Ref>, Ref>) {
        if constexpr (std::is_pointer_v<Ref>)
            return static_cast<native_of<To>>(ref);
        else
            return ref;
    } else {
        return static_cast<native_of<To>>(ref.get());
    }
}



template <class T>
class argument_of {
public:
    template <class Ref>
    constexpr argument_of(const Ref& ref) noexcept {
        static_assert(passes<Ref, T>(),
                      "ffiguard: this reference is of another Java class than the one that is "
                      "asked for here; what a class extends and implements its struct says by "
                      "java_super, and cast() asks the object");
        if constexpr (passes<Ref, T>()) ref_ = raw<T>(ref);
    }
    [[nodiscard]] constexpr native_of<T> get() const noexcept { return ref_; }

private:
    native_of<T> ref_ = nullptr;
};

}
}
}
}
# 14 "include/ffiguard/jni/call/detail/java_type.hpp" 2
# 1 "include/ffiguard/jni/ref/local_ref.hpp" 1
# 13 "include/ffiguard/jni/ref/local_ref.hpp"
# 1 "include/ffiguard/core/unique_handle.hpp" 1




# 1 "/usr/include/c++/12/cerrno" 1 3
# 39 "/usr/include/c++/12/cerrno" 3
       
# 40 "/usr/include/c++/12/cerrno" 3
# 6 "include/ffiguard/core/unique_handle.hpp" 2






# 1 "include/ffiguard/core/detail/handle_traits.hpp" 1




# 1 "/usr/include/c++/12/cerrno" 1 3
# 39 "/usr/include/c++/12/cerrno" 3
       
# 40 "/usr/include/c++/12/cerrno" 3
# 6 "include/ffiguard/core/detail/handle_traits.hpp" 2
# 18 "include/ffiguard/core/detail/handle_traits.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {

template <class Traits, class = void>
struct tells_empty : std::false_type {};
template <class Traits>
struct tells_empty<Traits, std::void_t<decltype(Traits::is_empty(
                               std::declval<const typename Traits::value_type&>()))>>
    : std::true_type {};

template <class Traits, class = void>
struct has_is_empty : std::false_type {};
template <class Traits>
struct has_is_empty<Traits, std::void_t<decltype(&Traits::is_empty)>> : std::true_type {};



template <class Traits>
[[nodiscard]] constexpr bool is_empty_handle(const typename Traits::value_type& value) noexcept {
    static_assert(tells_empty<Traits>::value || !has_is_empty<Traits>::value,
                  "ffiguard: Traits::is_empty must be static and take a const value_type");
    if constexpr (tells_empty<Traits>::value)
        return Traits::is_empty(value);
    else if constexpr (std::is_pointer_v<typename Traits::value_type>)
        return value == nullptr || value == Traits::empty();
    else
        return value == Traits::empty();
}

template <class Traits>
constexpr bool is_empty_keeps_noexcept() noexcept {
    if constexpr (tells_empty<Traits>::value)
        return noexcept(Traits::is_empty(std::declval<const typename Traits::value_type&>()));
    else
        return true;
}



template <class Traits>
constexpr bool state_keeps_noexcept() noexcept {
    return (std::is_nothrow_move_constructible_v<Traits> ||
            !std::is_move_constructible_v<
                Traits>)&&(std::is_nothrow_swappable_v<Traits> ||
                           !std::is_swappable_v<Traits>)&&std::is_nothrow_destructible_v<Traits>;
}


template <class Traits, class = void>
struct is_null_when_empty : std::false_type {};
template <class Traits>
struct is_null_when_empty<Traits, std::enable_if_t<(Traits::empty() == nullptr)>> : std::true_type {
};


template <class Traits, class Null>
constexpr bool is_null_literal() noexcept {
    return std::is_same_v<Null, std::nullptr_t> && std::is_pointer_v<typename Traits::value_type>;
}
template <class Traits>
constexpr void check_null_literal() noexcept {
    static_assert(tells_empty<Traits>::value || is_null_when_empty<Traits>::value,
                  "ffiguard: nullptr stands for no handle, and the empty value of this owner is "
                  "another pointer. Write owner() or !owner; or give the traits an is_empty() that "
                  "says what null is (if empty() is null, it must be constexpr)");
}


template <class Traits>
struct handle_base {
    static_assert(!std::is_final_v<Traits>,
                  "ffiguard: an owner derives from its traits, which must not be final");
    using type = Traits;
};

template <class Traits, class = void>
struct keeps_errno : std::false_type {};
template <class Traits>
struct keeps_errno<Traits, std::enable_if_t<Traits::keeps_errno>> : std::true_type {};

template <class Value, class = void>
struct has_equality : std::false_type {};
template <class Value>
struct has_equality<
    Value, std::void_t<decltype(std::declval<const Value&>() == std::declval<const Value&>())>>
    : std::true_type {};

template <class Value>
[[nodiscard]] constexpr bool same_handle(const Value& a, const Value& b) noexcept {
    if constexpr (has_equality<Value>::value) {
        return a == b;
    } else {
        static_assert(std::has_unique_object_representations_v<Value>,
                      "ffiguard: a struct with padding or floats needs an operator== to be a "
                      "handle: reset(get()) must be told from a new one");
        return __builtin_memcmp(&a, &b, sizeof a) == 0;
    }
}


template <class Value>
[[nodiscard]] auto handle_order(const Value& value) noexcept {
    if constexpr (std::is_pointer_v<Value>)
        return reinterpret_cast<std::uintptr_t>(value);
    else
        return value;
}

template <class Answer>
[[nodiscard]] status to_status(Answer answer) noexcept {
    if constexpr (std::is_same_v<Answer, status> || std::is_same_v<Answer, status_code>) {
        return answer;
    } else {
        static_assert(
            (std::is_integral_v<Answer> && !std::is_same_v<Answer, bool>) || std::is_enum_v<Answer>,
            "ffiguard: a C function answers with void, a status or a number (0 is success)");
        if constexpr (std::is_enum_v<Answer>) {
            return to_status(static_cast<std::underlying_type_t<Answer>>(answer));
        } else {
            if (answer == 0) return status_code::ok;
            if (answer == static_cast<Answer>(-1)) return status::system(
# 139 "include/ffiguard/core/detail/handle_traits.hpp" 3 4
                                                                        (*__errno_location ())
# 139 "include/ffiguard/core/detail/handle_traits.hpp"
                                                                             );

            const auto detail = static_cast<std::int32_t>(answer);
            return status::foreign(detail != 0 ? detail : -1);
        }
    }
}



template <class From, class To>
struct hands_over : std::false_type {};

struct no_errno_guard {

    no_errno_guard() noexcept {}
};



template <class Traits, class Release>
__attribute__((visibility("hidden"))) status run_release(Release&& release) noexcept {
    const std::conditional_t<keeps_errno<Traits>::value, no_errno_guard, errno_guard> keep;
    using answer = decltype(release());
    if constexpr (std::is_void_v<answer>) {
        release();
        return status_code::ok;
    } else {
        return to_status<answer>(release());
    }
}



template <class Traits, class = void>
struct refusal_said {
    enum : bool { may_refuse = false };
};
template <class Traits>
struct refusal_said<Traits, std::void_t<typename Traits::life_cycle>> : Traits::life_cycle {};
template <class Traits>
__attribute__((visibility("hidden"))) void report_lost_handle(const typename Traits::value_type& value,
                                        status answer) noexcept;

template <class Traits>
__attribute__((visibility("hidden"))) status close_handle(const Traits& traits,
                                    typename Traits::value_type value) noexcept {
    const auto told = trace::releasing<Traits>(value);
    const status outcome = run_release<Traits>([&]() noexcept { return traits.close(value); });
    using said = refusal_said<Traits>;
    if constexpr (said::may_refuse) {
        if (said::is_refusal(outcome)) {
            trace::refuse<Traits>(told, outcome);
            return outcome;
        }
    }
    trace::release<Traits>(told, outcome);
    return outcome;
}

}
}
}
# 13 "include/ffiguard/core/unique_handle.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
# 54 "include/ffiguard/core/unique_handle.hpp"
template <class Traits>
class [[nodiscard]] unique_handle : private detail::handle_base<Traits>::type {
public:
    using traits_type = Traits;
    using value_type = typename Traits::value_type;

    static_assert(std::is_trivially_copyable_v<value_type>,
                  "ffiguard: value_type is the raw handle of the foreign library; it must be "
                  "trivially copyable");
    static_assert(noexcept(std::declval<const Traits&>().close(std::declval<value_type>())),
                  "ffiguard: Traits::close must be noexcept (and const or static): it runs in "
                  "destructors");
    static_assert(noexcept(Traits::empty()) && detail::is_empty_keeps_noexcept<Traits>(),
                  "ffiguard: Traits::empty and Traits::is_empty must be noexcept: they run in "
                  "destructors");
    static_assert(detail::state_keeps_noexcept<Traits>(),
                  "ffiguard: the state of the traits must be moved, swapped and destroyed without "
                  "throwing: an owner is moved while it owns");


    constexpr unique_handle() = default;

    explicit constexpr unique_handle(value_type value) noexcept : value_(value) {
        acquired();
    }
    constexpr unique_handle(value_type value, Traits traits) noexcept
        : Traits(std::move(traits)), value_(value) {
        acquired();
    }

    constexpr unique_handle(unique_handle&& other) noexcept
        : Traits(std::move(static_cast<Traits&>(other))), value_(other.take()) {}

    template <class Other, std::enable_if_t<detail::hands_over<Other, Traits>::value, int> = 0>
    constexpr unique_handle(unique_handle<Other>&& other) noexcept
        : Traits(std::move(static_cast<Other&>(other))), value_(other.release()) {
        acquired();
    }

    __attribute__((visibility("hidden"))) unique_handle& operator=(unique_handle&& other) noexcept {


        unique_handle taken(std::move(other));
        swap(taken);
        return *this;
    }

    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    explicit constexpr unique_handle(Null) noexcept {
        detail::check_null_literal<Traits>();
    }
    unique_handle(const unique_handle&) = delete;
    unique_handle& operator=(const unique_handle&) = delete;

    __attribute__((visibility("hidden"))) ~unique_handle() { reset(); }

    [[nodiscard]] constexpr value_type get() const noexcept { return value_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return !empty(value_); }

    template <class Pointer = value_type, std::enable_if_t<std::is_pointer_v<Pointer>, int> = 0>
    [[nodiscard]] constexpr Pointer operator->() const noexcept {
        return value_;
    }
    [[nodiscard]] constexpr const Traits& traits() const noexcept { return *this; }


    [[nodiscard]] constexpr value_type release() noexcept {
        if (!empty(value_)) trace::disown<Traits>(value_);
        return take();
    }




    __attribute__((visibility("hidden"))) void reset() noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        const value_type old = take();
        if (!empty(old)) close_unheard(old);
    }

    __attribute__((visibility("hidden"))) void reset(value_type value) noexcept {
        const value_type old = std::exchange(value_, value);
        if (detail::same_handle(old, value)) return;
        [[maybe_unused]] const trace::closing_here here{};
        acquired();
        if (!empty(old)) close_unheard(old);
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    __attribute__((visibility("hidden"))) void reset(Null) noexcept {
        detail::check_null_literal<Traits>();
        reset();
    }






    __attribute__((visibility("hidden"))) status close() noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        const value_type old = take();
        if (empty(old)) return status_code::closed;
        const status outcome = close_now(old);
        if constexpr (said::may_refuse)
            if (said::is_refusal(outcome)) value_ = old;
        return outcome;
    }

    constexpr void swap(unique_handle& other) noexcept {
        using std::swap;
        if constexpr (!std::is_empty_v<Traits>)
            swap(static_cast<Traits&>(*this), static_cast<Traits&>(other));
        swap(value_, other.value_);
    }
    friend constexpr void swap(unique_handle& a, unique_handle& b) noexcept { a.swap(b); }


    friend constexpr bool operator==(const unique_handle& a, const unique_handle& b) noexcept {
        return a.value_ == b.value_;
    }
    friend constexpr bool operator!=(const unique_handle& a, const unique_handle& b) noexcept {
        return !(a == b);
    }
    friend bool operator<(const unique_handle& a, const unique_handle& b) noexcept {
        return detail::handle_order(a.value_) < detail::handle_order(b.value_);
    }
    friend bool operator>(const unique_handle& a, const unique_handle& b) noexcept { return b < a; }
    friend bool operator<=(const unique_handle& a, const unique_handle& b) noexcept {
        return !(b < a);
    }
    friend bool operator>=(const unique_handle& a, const unique_handle& b) noexcept {
        return !(a < b);
    }
    friend constexpr bool operator==(const unique_handle& a, const value_type& b) noexcept {
        return a.value_ == b;
    }
    friend constexpr bool operator!=(const unique_handle& a, const value_type& b) noexcept {
        return !(a == b);
    }
    friend constexpr bool operator==(const value_type& a, const unique_handle& b) noexcept {
        return b == a;
    }
    friend constexpr bool operator!=(const value_type& a, const unique_handle& b) noexcept {
        return !(b == a);
    }

    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator==(const unique_handle& a, Null) noexcept {
        detail::check_null_literal<Traits>();
        return !a;
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator!=(const unique_handle& a, Null) noexcept {
        return !(a == nullptr);
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator==(Null, const unique_handle& a) noexcept {
        return a == nullptr;
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator!=(Null, const unique_handle& a) noexcept {
        return !(a == nullptr);
    }

protected:

    [[nodiscard]] constexpr value_type& raw() noexcept { return value_; }
    [[nodiscard]] constexpr const value_type& raw() const noexcept { return value_; }

private:
    template <class>
    friend class unique_handle;

    using said = detail::refusal_said<Traits>;

    static constexpr bool empty(const value_type& value) noexcept {
        return detail::is_empty_handle<Traits>(value);
    }
    constexpr value_type take() noexcept { return std::exchange(value_, Traits::empty()); }
    constexpr void acquired() const noexcept {
        if (!empty(value_)) trace::acquire<Traits>(value_);
    }
    __attribute__((visibility("hidden"))) void close_unheard(const value_type& value) const noexcept {
        [[maybe_unused]] const status outcome = close_now(value);
        if constexpr (said::may_refuse)
            if (said::is_refusal(outcome)) detail::report_lost_handle<Traits>(value, outcome);
    }
    __attribute__((visibility("hidden"))) status close_now(const value_type& value) const noexcept {
        return detail::close_handle<Traits>(*this, value);
    }

    value_type value_ = Traits::empty();
};

namespace detail {

template <class Value>
struct closer_of {
    using value_type = Value;
};


template <class Result, class Value>
closer_of<Value> closer_signature(Result (*)(Value));
void closer_signature(...);



template <class Value, class Given>
constexpr Value as_handle(Given given) noexcept {
    if constexpr (std::is_pointer_v<Value> && std::is_integral_v<Given>)
        return reinterpret_cast<Value>(static_cast<std::intptr_t>(given));
    else
        return static_cast<Value>(given);
}

template <auto Close, auto... Empty>
struct owned_traits {
    static_assert(!std::is_void_v<decltype(closer_signature(Close))>,
                  "ffiguard: owned<&close> takes a function with one parameter, the handle; for "
                  "any other closer write traits for unique_handle");
    using value_type = typename decltype(closer_signature(Close))::value_type;
    static_assert(sizeof...(Empty) != 0 || std::is_pointer_v<value_type>,
                  "ffiguard: this handle is not a pointer, so say which value owns nothing: "
                  "owned<&close, -1>");

    static constexpr value_type empty() noexcept {
        if constexpr (sizeof...(Empty) == 0)
            return nullptr;
        else
            return first(as_handle<value_type>(Empty)...);
    }
    static constexpr bool is_empty(value_type value) noexcept {
        if constexpr (std::is_pointer_v<value_type>)
            return value == nullptr || ((value == as_handle<value_type>(Empty)) || ...);
        else
            return ((value == as_handle<value_type>(Empty)) || ...);
    }
    static auto close(value_type value) noexcept { return Close(value); }

private:
    template <class... Rest>
    static constexpr value_type first(value_type value, Rest...) noexcept {
        return value;
    }
};

}
# 316 "include/ffiguard/core/unique_handle.hpp"
template <auto Close, auto... Empty>
using owned = unique_handle<detail::owned_traits<Close, Empty...>>;

}
}
# 14 "include/ffiguard/jni/ref/local_ref.hpp" 2
# 1 "include/ffiguard/jni/detail/critical.hpp" 1
# 11 "include/ffiguard/jni/detail/critical.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {



__attribute__((visibility("hidden"))) inline thread_local unsigned critical_depth_ = 0;



[[nodiscard]] __attribute__((visibility("hidden"))) inline bool outside_critical(const char* what) noexcept {
    if (critical_depth_ == 0) return true;
    report({violation::bad_access, what});
    return false;
}



[[nodiscard]] __attribute__((visibility("hidden"))) inline status ready(JNIEnv* env) noexcept {
    if (!outside_critical("JNI inside of a critical_view")) return status_code::in_use;
    return env->ExceptionCheck() == 
# 32 "include/ffiguard/jni/detail/critical.hpp" 3 4
                                   1 
# 32 "include/ffiguard/jni/detail/critical.hpp"
                                            ? status_code::java_exception : status_code::ok;
}


[[nodiscard]] __attribute__((visibility("hidden"))) inline status why_null(JNIEnv* env) noexcept {
    return env->ExceptionCheck() == 
# 37 "include/ffiguard/jni/detail/critical.hpp" 3 4
                                   1 
# 37 "include/ffiguard/jni/detail/critical.hpp"
                                            ? status_code::java_exception
                                             : status_code::out_of_memory;
}

}
}
}
}
# 15 "include/ffiguard/jni/ref/local_ref.hpp" 2

# 1 "include/ffiguard/jni/vm/detail/frame_mark.hpp" 1
# 14 "include/ffiguard/jni/vm/detail/frame_mark.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {




__attribute__((visibility("hidden"))) inline thread_local unsigned open_frames_ = 0;
# 86 "include/ffiguard/jni/vm/detail/frame_mark.hpp"
constexpr void frame_has_begun() noexcept {}
constexpr void all_frames_have_ended() noexcept {}

struct frame_mark {
    static constexpr frame_mark here() noexcept { return {}; }
    static constexpr bool may_delete() noexcept { return true; }
};



}
}
}
}
# 17 "include/ffiguard/jni/ref/local_ref.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {


struct local_ref_traits : frame_mark {
    using value_type = jobject;
    enum : bool { keeps_errno = true };
    static constexpr jobject empty() noexcept { return nullptr; }

    void close(jobject ref) const noexcept {
        if (this->may_delete()) env->DeleteLocalRef(ref);
    }

    JNIEnv* env = nullptr;
};

struct adopting;

}
# 60 "include/ffiguard/jni/ref/local_ref.hpp"
template <class T>
class [[nodiscard]] local_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: local_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

    using native = detail::native_of<T>;

public:
    using referent = T;

    constexpr local_ref() noexcept = default;
    local_ref(local_ref&&) noexcept = default;
    template <class U, std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int> = 0>
    local_ref(local_ref<U>&& other) noexcept : owner_(std::move(other.owner_)) {}

    __attribute__((visibility("hidden"))) local_ref& operator=(local_ref&&) noexcept = default;
    __attribute__((visibility("hidden"))) ~local_ref() = default;

    [[nodiscard]] native get() const noexcept { return static_cast<native>(owner_.get()); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }

    [[nodiscard]] JNIEnv* env() const noexcept { return owner_ ? owner_.traits().env : nullptr; }

    [[nodiscard]] native release() noexcept { return static_cast<native>(owner_.release()); }
    __attribute__((visibility("hidden"))) void reset() noexcept { owner_.reset(); }




    __attribute__((visibility("hidden"))) result<local_ref> dup() const noexcept {
        if (!owner_) return status_code::null;
        JNIEnv* const env = owner_.traits().env;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const jobject copy = env->NewLocalRef(get());
        if (copy == nullptr) return status_code::out_of_memory;
        return local_ref(env, copy);
    }

private:
    template <class U>
    friend class local_ref;
    friend detail::adopting;

    __attribute__((visibility("hidden"))) local_ref(JNIEnv* env, jobject ref) noexcept
        : owner_(ref, {detail::frame_mark::here(), env}) {}

    unique_handle<detail::local_ref_traits> owner_;
};

namespace detail {

struct adopting {
    template <class T>
    __attribute__((visibility("hidden"))) static local_ref<T> local(JNIEnv* env, jobject ref) noexcept {
        return local_ref<T>(env, ref);
    }

    template <class T, class U>
    __attribute__((visibility("hidden"))) static local_ref<T> as(local_ref<U>&& owner) noexcept {
        local_ref<T> same;
        same.owner_ = std::move(owner.owner_);
        return same;
    }
};

}




template <class T, std::enable_if_t<std::is_pointer_v<T>, int> = 0>
__attribute__((visibility("hidden"))) local_ref<T> adopt_local(JNIEnv* env, T ref) noexcept {
    return detail::adopting::local<T>(env, ref);
}
template <class T, std::enable_if_t<!std::is_pointer_v<T>, int> = 0>
__attribute__((visibility("hidden"))) local_ref<T> adopt_local(JNIEnv* env, detail::native_of<T> ref) noexcept {
    return detail::adopting::local<T>(env, ref);
}
template <class T, template <class> class Owned>
local_ref<T> adopt_local(JNIEnv* env, const Owned<T>& ref) = delete;

}
}
}
# 15 "include/ffiguard/jni/call/detail/java_type.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {


template <std::size_t Size>
struct fixed_text {
    char text[Size + 1];
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
};

constexpr std::size_t length_of(const char* text) noexcept {
    std::size_t length = 0;
    while (text[length] != '\0') ++length;
    return length;
}
constexpr char* append(char* to, const char* text) noexcept {
    while (*text != '\0') *to++ = *text++;
    return to;
}

constexpr bool is_binary_name(const char* name) noexcept {
    if (*name == '\0' || *name == '[') return false;
    for (; *name != '\0'; ++name)
        if (*name == '.' || *name == ';') return false;
    return true;
}







template <class T>
struct java_type;

template <class T>
struct java_text : std::false_type {};

template <class Native, char Letter, Native jvalue::*Member, auto Call, auto CallStatic, auto Get,
          auto Set, auto GetStatic, auto SetStatic>
struct primitive {
    using native = Native;
    using argument = Native;
    using owned = Native;

    static constexpr std::size_t length() noexcept { return 1; }
    static constexpr char* write(char* to) noexcept {
        *to = Letter;
        return to + 1;
    }
    static Native unwrap(Native value) noexcept { return value; }
    static Native own(JNIEnv*, Native value) noexcept { return value; }
    static void put(jvalue& into, Native value) noexcept { into.*Member = value; }

    static Native call(JNIEnv* env, jobject object, jmethodID id, const jvalue* with) noexcept {
        return (env->*Call)(object, id, with);
    }
    static Native call_static(JNIEnv* env, jclass type, jmethodID id, const jvalue* with) noexcept {
        return (env->*CallStatic)(type, id, with);
    }
    static Native get(JNIEnv* env, jobject object, jfieldID id) noexcept {
        return (env->*Get)(object, id);
    }
    static Native get_static(JNIEnv* env, jclass type, jfieldID id) noexcept {
        return (env->*GetStatic)(type, id);
    }
    static void set(JNIEnv* env, jobject object, jfieldID id, Native value) noexcept {
        (env->*Set)(object, id, value);
    }
    static void set_static(JNIEnv* env, jclass type, jfieldID id, Native value) noexcept {
        (env->*SetStatic)(type, id, value);
    }
};
# 104 "include/ffiguard/jni/call/detail/java_type.hpp"
template <>
struct java_type<jboolean> : primitive<jboolean, 'Z', &jvalue::z, &JNIEnv::CallBooleanMethodA, &JNIEnv::CallStaticBooleanMethodA, &JNIEnv::GetBooleanField, &JNIEnv::SetBooleanField, &JNIEnv::GetStaticBooleanField, &JNIEnv::SetStaticBooleanField> {
    static jboolean unwrap(jboolean value) noexcept {
        return static_cast<jboolean>(value != 
# 107 "include/ffiguard/jni/call/detail/java_type.hpp" 3 4
                                             0 
# 107 "include/ffiguard/jni/call/detail/java_type.hpp"
                                                       ? 
# 107 "include/ffiguard/jni/call/detail/java_type.hpp" 3 4
                                                         1 
# 107 "include/ffiguard/jni/call/detail/java_type.hpp"
                                                                  : 
# 107 "include/ffiguard/jni/call/detail/java_type.hpp" 3 4
                                                                    0
# 107 "include/ffiguard/jni/call/detail/java_type.hpp"
                                                                             );
    }
};
template <> struct java_type<jbyte> : primitive<jbyte, 'B', &jvalue::b, &JNIEnv::CallByteMethodA, &JNIEnv::CallStaticByteMethodA, &JNIEnv::GetByteField, &JNIEnv::SetByteField, &JNIEnv::GetStaticByteField, &JNIEnv::SetStaticByteField> {};
template <> struct java_type<jchar> : primitive<jchar, 'C', &jvalue::c, &JNIEnv::CallCharMethodA, &JNIEnv::CallStaticCharMethodA, &JNIEnv::GetCharField, &JNIEnv::SetCharField, &JNIEnv::GetStaticCharField, &JNIEnv::SetStaticCharField> {};
template <> struct java_type<jshort> : primitive<jshort, 'S', &jvalue::s, &JNIEnv::CallShortMethodA, &JNIEnv::CallStaticShortMethodA, &JNIEnv::GetShortField, &JNIEnv::SetShortField, &JNIEnv::GetStaticShortField, &JNIEnv::SetStaticShortField> {};
template <> struct java_type<jint> : primitive<jint, 'I', &jvalue::i, &JNIEnv::CallIntMethodA, &JNIEnv::CallStaticIntMethodA, &JNIEnv::GetIntField, &JNIEnv::SetIntField, &JNIEnv::GetStaticIntField, &JNIEnv::SetStaticIntField> {};
template <> struct java_type<jlong> : primitive<jlong, 'J', &jvalue::j, &JNIEnv::CallLongMethodA, &JNIEnv::CallStaticLongMethodA, &JNIEnv::GetLongField, &JNIEnv::SetLongField, &JNIEnv::GetStaticLongField, &JNIEnv::SetStaticLongField> {};
template <> struct java_type<jfloat> : primitive<jfloat, 'F', &jvalue::f, &JNIEnv::CallFloatMethodA, &JNIEnv::CallStaticFloatMethodA, &JNIEnv::GetFloatField, &JNIEnv::SetFloatField, &JNIEnv::GetStaticFloatField, &JNIEnv::SetStaticFloatField> {};
template <> struct java_type<jdouble> : primitive<jdouble, 'D', &jvalue::d, &JNIEnv::CallDoubleMethodA, &JNIEnv::CallStaticDoubleMethodA, &JNIEnv::GetDoubleField, &JNIEnv::SetDoubleField, &JNIEnv::GetStaticDoubleField, &JNIEnv::SetStaticDoubleField> {};



class exactly_bool {
public:
    template <class T, std::enable_if_t<std::is_same_v<T, bool>, int> = 0>
    constexpr exactly_bool(T value) noexcept : value_(value) {}
    [[nodiscard]] constexpr bool get() const noexcept { return value_; }

private:
    bool value_;
};


template <>
struct java_type<bool> : java_type<jboolean> {
    using argument = exactly_bool;
    using owned = bool;
    static jboolean unwrap(exactly_bool value) noexcept {
        return static_cast<jboolean>(value.get() ? 
# 136 "include/ffiguard/jni/call/detail/java_type.hpp" 3 4
                                                  1 
# 136 "include/ffiguard/jni/call/detail/java_type.hpp"
                                                           : 
# 136 "include/ffiguard/jni/call/detail/java_type.hpp" 3 4
                                                             0
# 136 "include/ffiguard/jni/call/detail/java_type.hpp"
                                                                      );
    }
    static bool own(JNIEnv*, jboolean value) noexcept { return value != 
# 138 "include/ffiguard/jni/call/detail/java_type.hpp" 3 4
                                                                       0
# 138 "include/ffiguard/jni/call/detail/java_type.hpp"
                                                                                ; }
};
template <>
struct java_type<token> : java_type<jlong> {
    using argument = token;
    using owned = token;
    static jlong unwrap(token value) noexcept { return to_jlong(value); }
    static token own(JNIEnv*, jlong value) noexcept { return from_jlong(value); }
};

template <>
struct java_type<void> {
    using native = void;

    static constexpr std::size_t length() noexcept { return 1; }
    static constexpr char* write(char* to) noexcept {
        *to = 'V';
        return to + 1;
    }
    static void call(JNIEnv* env, jobject object, jmethodID id, const jvalue* with) noexcept {
        env->CallVoidMethodA(object, id, with);
    }
    static void call_static(JNIEnv* env, jclass type, jmethodID id, const jvalue* with) noexcept {
        env->CallStaticVoidMethodA(type, id, with);
    }
};

template <class T>
struct reference {
    using native = native_of<T>;
    using argument = argument_of<T>;
    using owned = local_ref<T>;

    static native unwrap(argument_of<T> value) noexcept { return value.get(); }
    static local_ref<T> own(JNIEnv* env, native value) noexcept {
        return adopting::local<T>(env, value);
    }
    static void put(jvalue& into, native value) noexcept { into.l = value; }

    static native call(JNIEnv* env, jobject object, jmethodID id, const jvalue* with) noexcept {
        return static_cast<native>(env->CallObjectMethodA(object, id, with));
    }
    static native call_static(JNIEnv* env, jclass type, jmethodID id, const jvalue* with) noexcept {
        return static_cast<native>(env->CallStaticObjectMethodA(type, id, with));
    }
    static native get(JNIEnv* env, jobject object, jfieldID id) noexcept {
        return static_cast<native>(env->GetObjectField(object, id));
    }
    static native get_static(JNIEnv* env, jclass type, jfieldID id) noexcept {
        return static_cast<native>(env->GetStaticObjectField(type, id));
    }
    static void set(JNIEnv* env, jobject object, jfieldID id, native value) noexcept {
        env->SetObjectField(object, id, value);
    }
    static void set_static(JNIEnv* env, jclass type, jfieldID id, native value) noexcept {
        env->SetStaticObjectField(type, id, value);
    }
};

template <class T>
struct object_type : reference<T> {
    static constexpr std::size_t length() noexcept { return length_of(java_name_of<T>()) + 2; }
    static constexpr char* write(char* to) noexcept {
        return append(append(append(to, "L"), java_name_of<T>()), ";");
    }
};
template <> struct java_type<jobject> : object_type<jobject> {};
template <> struct java_type<jclass> : object_type<jclass> {};
template <> struct java_type<jstring> : object_type<jstring> {};
template <> struct java_type<jthrowable> : object_type<jthrowable> {};

template <class T, class Element>
struct array_type : reference<T> {
    static constexpr std::size_t length() noexcept { return java_type<Element>::length() + 1; }
    static constexpr char* write(char* to) noexcept {
        return java_type<Element>::write(append(to, "["));
    }
};
template <> struct java_type<jbooleanArray> : array_type<jbooleanArray, jboolean> {};
template <> struct java_type<jbyteArray> : array_type<jbyteArray, jbyte> {};
template <> struct java_type<jcharArray> : array_type<jcharArray, jchar> {};
template <> struct java_type<jshortArray> : array_type<jshortArray, jshort> {};
template <> struct java_type<jintArray> : array_type<jintArray, jint> {};
template <> struct java_type<jlongArray> : array_type<jlongArray, jlong> {};
template <> struct java_type<jfloatArray> : array_type<jfloatArray, jfloat> {};
template <> struct java_type<jdoubleArray> : array_type<jdoubleArray, jdouble> {};
template <> struct java_type<jobjectArray> : array_type<jobjectArray, jobject> {};

template <class Element>
struct java_type<java_array<Element>> : array_type<java_array<Element>, Element> {
    static_assert(!std::is_arithmetic_v<Element> && !std::is_void_v<Element>,
                  "ffiguard: java_array<T> is an array of objects; for primitive types say "
                  "jintArray, jbyteArray, ...");
};



template <class T>
struct java_type : reference<T> {
    static constexpr std::size_t length() noexcept { return named().length(); }
    static constexpr char* write(char* to) noexcept { return named().write(to); }

private:
    static constexpr auto named() noexcept {
        static_assert(names_class<T>::value,
                      "ffiguard: no Java type stands for this C++ type; a signature is made of "
                      "void, bool, the primitive types of jni.h, token, its reference types, "
                      "java_array<T>, structs with a static java_name(), and with "
                      "<ffiguard/jni/call/text.hpp> std::string and std::string_view");
        if constexpr (names_class<T>::value) {
            static_assert(is_binary_name(T::java_name()),
                          "ffiguard: java_name() is written with slashes: org/example/Listener");
            return object_type<T>();
        } else {
            return java_type<jobject>();
        }
    }
};

template <class Signature>
struct signature;
template <class R, class... Args>
struct signature<R(Args...)> {
    static constexpr std::size_t length() noexcept {
        return (java_type<Args>::length() + ... + (2 + java_type<R>::length()));
    }
    static constexpr char* write(char* to) noexcept {
        to = append(to, "(");
        ((to = java_type<Args>::write(to)), ...);
        return java_type<R>::write(append(to, ")"));
    }
};
template <class R, class... Args>
struct java_type<R(Args...)> : signature<R(Args...)> {};

}
}
}
}
# 7 "include/ffiguard/jni/call/descriptor.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 34 "include/ffiguard/jni/call/descriptor.hpp"
template <class T>
[[nodiscard]] constexpr auto descriptor() noexcept {
    using type = detail::java_type<T>;
    detail::fixed_text<type::length()> made{};
    type::write(made.text);
    return made;
}

}
}
}
# 15 "include/ffiguard/jni/call/detail/member_entry.hpp" 2
# 1 "include/ffiguard/jni/call/field.hpp" 1
# 10 "include/ffiguard/jni/call/field.hpp"
# 1 "include/ffiguard/jni/call/detail/call.hpp" 1






# 1 "/usr/include/c++/12/cstring" 1 3
# 39 "/usr/include/c++/12/cstring" 3
       
# 40 "/usr/include/c++/12/cstring" 3


# 1 "/usr/include/string.h" 1 3 4
# 26 "/usr/include/string.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 1 3 4
# 27 "/usr/include/string.h" 2 3 4


# 28 "/usr/include/string.h" 3 4
extern "C" {




# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 34 "/usr/include/string.h" 2 3 4
# 43 "/usr/include/string.h" 3 4
extern void *memcpy (void *__restrict __dest, const void *__restrict __src,
       size_t __n) noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern void *memmove (void *__dest, const void *__src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));





extern void *memccpy (void *__restrict __dest, const void *__restrict __src,
        int __c, size_t __n)
    noexcept (true) __attribute__ ((__nonnull__ (1, 2))) __attribute__ ((__access__ (__write_only__, 1, 4)));




extern void *memset (void *__s, int __c, size_t __n) noexcept (true) __attribute__ ((__nonnull__ (1)));


extern int memcmp (const void *__s1, const void *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
# 80 "/usr/include/string.h" 3 4
extern int __memcmpeq (const void *__s1, const void *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));



extern "C++"
{
extern void *memchr (void *__s, int __c, size_t __n)
      noexcept (true) __asm ("memchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern const void *memchr (const void *__s, int __c, size_t __n)
      noexcept (true) __asm ("memchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
# 105 "/usr/include/string.h" 3 4
}
# 115 "/usr/include/string.h" 3 4
extern "C++" void *rawmemchr (void *__s, int __c)
     noexcept (true) __asm ("rawmemchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern "C++" const void *rawmemchr (const void *__s, int __c)
     noexcept (true) __asm ("rawmemchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));







extern "C++" void *memrchr (void *__s, int __c, size_t __n)
      noexcept (true) __asm ("memrchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)))
      __attribute__ ((__access__ (__read_only__, 1, 3)));
extern "C++" const void *memrchr (const void *__s, int __c, size_t __n)
      noexcept (true) __asm ("memrchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)))
      __attribute__ ((__access__ (__read_only__, 1, 3)));
# 141 "/usr/include/string.h" 3 4
extern char *strcpy (char *__restrict __dest, const char *__restrict __src)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));

extern char *strncpy (char *__restrict __dest,
        const char *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern char *strcat (char *__restrict __dest, const char *__restrict __src)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));

extern char *strncat (char *__restrict __dest, const char *__restrict __src,
        size_t __n) noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern int strcmp (const char *__s1, const char *__s2)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));

extern int strncmp (const char *__s1, const char *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));


extern int strcoll (const char *__s1, const char *__s2)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));

extern size_t strxfrm (char *__restrict __dest,
         const char *__restrict __src, size_t __n)
    noexcept (true) __attribute__ ((__nonnull__ (2))) __attribute__ ((__access__ (__write_only__, 1, 3)));



# 1 "/usr/include/x86_64-linux-gnu/bits/types/locale_t.h" 1 3 4
# 22 "/usr/include/x86_64-linux-gnu/bits/types/locale_t.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/__locale_t.h" 1 3 4
# 27 "/usr/include/x86_64-linux-gnu/bits/types/__locale_t.h" 3 4
struct __locale_struct
{

  struct __locale_data *__locales[13];


  const unsigned short int *__ctype_b;
  const int *__ctype_tolower;
  const int *__ctype_toupper;


  const char *__names[13];
};

typedef struct __locale_struct *__locale_t;
# 23 "/usr/include/x86_64-linux-gnu/bits/types/locale_t.h" 2 3 4

typedef __locale_t locale_t;
# 173 "/usr/include/string.h" 2 3 4


extern int strcoll_l (const char *__s1, const char *__s2, locale_t __l)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2, 3)));


extern size_t strxfrm_l (char *__dest, const char *__src, size_t __n,
    locale_t __l) noexcept (true) __attribute__ ((__nonnull__ (2, 4)))
     __attribute__ ((__access__ (__write_only__, 1, 3)));





extern char *strdup (const char *__s)
     noexcept (true) __attribute__ ((__malloc__)) __attribute__ ((__nonnull__ (1)));






extern char *strndup (const char *__string, size_t __n)
     noexcept (true) __attribute__ ((__malloc__)) __attribute__ ((__nonnull__ (1)));
# 224 "/usr/include/string.h" 3 4
extern "C++"
{
extern char *strchr (char *__s, int __c)
     noexcept (true) __asm ("strchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern const char *strchr (const char *__s, int __c)
     noexcept (true) __asm ("strchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
# 244 "/usr/include/string.h" 3 4
}






extern "C++"
{
extern char *strrchr (char *__s, int __c)
     noexcept (true) __asm ("strrchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern const char *strrchr (const char *__s, int __c)
     noexcept (true) __asm ("strrchr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
# 271 "/usr/include/string.h" 3 4
}
# 281 "/usr/include/string.h" 3 4
extern "C++" char *strchrnul (char *__s, int __c)
     noexcept (true) __asm ("strchrnul") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern "C++" const char *strchrnul (const char *__s, int __c)
     noexcept (true) __asm ("strchrnul") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
# 293 "/usr/include/string.h" 3 4
extern size_t strcspn (const char *__s, const char *__reject)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));


extern size_t strspn (const char *__s, const char *__accept)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));


extern "C++"
{
extern char *strpbrk (char *__s, const char *__accept)
     noexcept (true) __asm ("strpbrk") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
extern const char *strpbrk (const char *__s, const char *__accept)
     noexcept (true) __asm ("strpbrk") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
# 321 "/usr/include/string.h" 3 4
}






extern "C++"
{
extern char *strstr (char *__haystack, const char *__needle)
     noexcept (true) __asm ("strstr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
extern const char *strstr (const char *__haystack, const char *__needle)
     noexcept (true) __asm ("strstr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
# 348 "/usr/include/string.h" 3 4
}







extern char *strtok (char *__restrict __s, const char *__restrict __delim)
     noexcept (true) __attribute__ ((__nonnull__ (2)));



extern char *__strtok_r (char *__restrict __s,
    const char *__restrict __delim,
    char **__restrict __save_ptr)
     noexcept (true) __attribute__ ((__nonnull__ (2, 3)));

extern char *strtok_r (char *__restrict __s, const char *__restrict __delim,
         char **__restrict __save_ptr)
     noexcept (true) __attribute__ ((__nonnull__ (2, 3)));





extern "C++" char *strcasestr (char *__haystack, const char *__needle)
     noexcept (true) __asm ("strcasestr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
extern "C++" const char *strcasestr (const char *__haystack,
         const char *__needle)
     noexcept (true) __asm ("strcasestr") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));
# 389 "/usr/include/string.h" 3 4
extern void *memmem (const void *__haystack, size_t __haystacklen,
       const void *__needle, size_t __needlelen)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 3)))
    __attribute__ ((__access__ (__read_only__, 1, 2)))
    __attribute__ ((__access__ (__read_only__, 3, 4)));



extern void *__mempcpy (void *__restrict __dest,
   const void *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));
extern void *mempcpy (void *__restrict __dest,
        const void *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));




extern size_t strlen (const char *__s)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));




extern size_t strnlen (const char *__string, size_t __maxlen)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));




extern char *strerror (int __errnum) noexcept (true);
# 444 "/usr/include/string.h" 3 4
extern char *strerror_r (int __errnum, char *__buf, size_t __buflen)
     noexcept (true) __attribute__ ((__nonnull__ (2))) __attribute__ ((__access__ (__write_only__, 2, 3)));




extern const char *strerrordesc_np (int __err) noexcept (true);

extern const char *strerrorname_np (int __err) noexcept (true);





extern char *strerror_l (int __errnum, locale_t __l) noexcept (true);



# 1 "/usr/include/strings.h" 1 3 4
# 23 "/usr/include/strings.h" 3 4
# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 24 "/usr/include/strings.h" 2 3 4






extern "C" {



extern int bcmp (const void *__s1, const void *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));


extern void bcopy (const void *__src, void *__dest, size_t __n)
  noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern void bzero (void *__s, size_t __n) noexcept (true) __attribute__ ((__nonnull__ (1)));



extern "C++"
{
extern char *index (char *__s, int __c)
     noexcept (true) __asm ("index") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern const char *index (const char *__s, int __c)
     noexcept (true) __asm ("index") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
# 66 "/usr/include/strings.h" 3 4
}







extern "C++"
{
extern char *rindex (char *__s, int __c)
     noexcept (true) __asm ("rindex") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
extern const char *rindex (const char *__s, int __c)
     noexcept (true) __asm ("rindex") __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1)));
# 94 "/usr/include/strings.h" 3 4
}
# 104 "/usr/include/strings.h" 3 4
extern int ffs (int __i) noexcept (true) __attribute__ ((__const__));





extern int ffsl (long int __l) noexcept (true) __attribute__ ((__const__));
__extension__ extern int ffsll (long long int __ll)
     noexcept (true) __attribute__ ((__const__));



extern int strcasecmp (const char *__s1, const char *__s2)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));


extern int strncasecmp (const char *__s1, const char *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));






extern int strcasecmp_l (const char *__s1, const char *__s2, locale_t __loc)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2, 3)));



extern int strncasecmp_l (const char *__s1, const char *__s2,
     size_t __n, locale_t __loc)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2, 4)));


}
# 463 "/usr/include/string.h" 2 3 4



extern void explicit_bzero (void *__s, size_t __n) noexcept (true) __attribute__ ((__nonnull__ (1)))
    __attribute__ ((__access__ (__write_only__, 1, 2)));



extern char *strsep (char **__restrict __stringp,
       const char *__restrict __delim)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));




extern char *strsignal (int __sig) noexcept (true);



extern const char *sigabbrev_np (int __sig) noexcept (true);


extern const char *sigdescr_np (int __sig) noexcept (true);



extern char *__stpcpy (char *__restrict __dest, const char *__restrict __src)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));
extern char *stpcpy (char *__restrict __dest, const char *__restrict __src)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));



extern char *__stpncpy (char *__restrict __dest,
   const char *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));
extern char *stpncpy (char *__restrict __dest,
        const char *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));




extern int strverscmp (const char *__s1, const char *__s2)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));


extern char *strfry (char *__string) noexcept (true) __attribute__ ((__nonnull__ (1)));


extern void *memfrob (void *__s, size_t __n) noexcept (true) __attribute__ ((__nonnull__ (1)))
    __attribute__ ((__access__ (__read_write__, 1, 2)));







extern "C++" char *basename (char *__filename)
     noexcept (true) __asm ("basename") __attribute__ ((__nonnull__ (1)));
extern "C++" const char *basename (const char *__filename)
     noexcept (true) __asm ("basename") __attribute__ ((__nonnull__ (1)));
# 539 "/usr/include/string.h" 3 4
}
# 43 "/usr/include/c++/12/cstring" 2 3
# 71 "/usr/include/c++/12/cstring" 3
extern "C++"
{
namespace std __attribute__ ((__visibility__ ("default")))
{


  using ::memchr;
  using ::memcmp;
  using ::memcpy;
  using ::memmove;
  using ::memset;
  using ::strcat;
  using ::strcmp;
  using ::strcoll;
  using ::strcpy;
  using ::strcspn;
  using ::strerror;
  using ::strlen;
  using ::strncat;
  using ::strncmp;
  using ::strncpy;
  using ::strspn;
  using ::strtok;
  using ::strxfrm;
  using ::strchr;
  using ::strpbrk;
  using ::strrchr;
  using ::strstr;
# 122 "/usr/include/c++/12/cstring" 3

}
}
# 8 "include/ffiguard/jni/call/detail/call.hpp" 2






# 1 "include/ffiguard/jni/call/detail/declared_class.hpp" 1
# 24 "include/ffiguard/jni/call/detail/declared_class.hpp"

# 24 "include/ffiguard/jni/call/detail/declared_class.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {


struct member_binder;
# 117 "include/ffiguard/jni/call/detail/declared_class.hpp"
constexpr status check_env(JNIEnv*) noexcept { return {}; }
template <class T, class Value>
constexpr status check_value(JNIEnv*, const Value&) noexcept {
    return {};
}
template <class... Args, class List>
constexpr status check_arguments(JNIEnv*, const List& list) noexcept {
    return list.made();
}

class declared_class {
protected:
    static constexpr status check_object(JNIEnv*, jobject) noexcept { return {}; }

private:
    friend member_binder;
    static constexpr void declare(jclass) noexcept {}
};



}
}
}
}
# 15 "include/ffiguard/jni/call/detail/call.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {

template <class R>
struct answer_of {
    using type = result<typename java_type<R>::owned>;
};
template <>
struct answer_of<void> {
    using type = status;
};

template <bool HasText, class... Args>
struct argument_values {
    explicit argument_values(JNIEnv*, typename java_type<Args>::argument... arguments) noexcept {

        std::memset(values, 0, sizeof values);
        jvalue* next = values;
        (java_type<Args>::put(*next++, java_type<Args>::unwrap(arguments)), ...);
        static_cast<void>(next);
    }
    static constexpr status made() noexcept { return {}; }
    jvalue values[sizeof...(Args) + 1];
};
template <class... Args>
using argument_list = argument_values<(java_text<Args>::value || ...), Args...>;


template <class T, class Use>
__attribute__((visibility("hidden"))) status with_native([[maybe_unused]] JNIEnv* env,
                                   const typename java_type<T>::argument& value,
                                   Use&& use) noexcept {
    if constexpr (java_text<T>::value)
        return java_text<T>::with(env, value, use);
    else
        use(java_type<T>::unwrap(value));
    return {};
}


class any_receiver : public argument_of<jobject> {
public:
    template <class Ref>
    constexpr any_receiver(const Ref& ref) noexcept : argument_of<jobject>(ref) {
        static_assert(!names_class<referent_t<Ref>>::value,
                      "ffiguard: a member of this object has to say its class: "
                      "method<R(Args...), T>, field<T, Class>");
    }
};
template <class Of>
using receiver_of = std::conditional_t<std::is_void_v<Of>, any_receiver, argument_of<Of>>;



[[nodiscard]] __attribute__((visibility("hidden"))) inline status ready_for_field(JNIEnv* env, const void* target,
                                                            const void* id) noexcept {
    if (id == nullptr) return status_code::not_found;
    if (target == nullptr) return status_code::null;
    if (const status wrong = detail::check_env(env); !wrong.ok()) return wrong;
    return outside_critical("JNI inside of a critical_view") ? status_code::ok
                                                             : status_code::in_use;
}



[[nodiscard]] __attribute__((visibility("hidden"))) inline status ready_for(JNIEnv* env, const void* target,
                                                      const void* id) noexcept {
    if (const status ready = ready_for_field(env, target, id); !ready.ok()) return ready;
    return env->ExceptionCheck() == 
# 88 "include/ffiguard/jni/call/detail/call.hpp" 3 4
                                   1 
# 88 "include/ffiguard/jni/call/detail/call.hpp"
                                            ? status_code::java_exception : status_code::ok;
}

template <class T>
struct field_type : java_type<T> {
    static status ready(JNIEnv* env, const void* target, const void* id) noexcept {
        if constexpr (std::is_convertible_v<typename java_type<T>::native, jobject>)
            return ready_for(env, target, id);
        else
            return ready_for_field(env, target, id);
    }
};


template <class R, class Call>
__attribute__((visibility("hidden"))) typename answer_of<R>::type call_and_check(JNIEnv* env, Call&& call) noexcept {
    if constexpr (std::is_void_v<R>) {
        call();
        return env->ExceptionCheck() == 
# 106 "include/ffiguard/jni/call/detail/call.hpp" 3 4
                                       1 
# 106 "include/ffiguard/jni/call/detail/call.hpp"
                                                ? status_code::java_exception : status_code::ok;
    } else {
        auto got = java_type<R>::own(env, call());
        if (env->ExceptionCheck() == 
# 109 "include/ffiguard/jni/call/detail/call.hpp" 3 4
                                    1
# 109 "include/ffiguard/jni/call/detail/call.hpp"
                                            ) return status_code::java_exception;
        return got;
    }
}

}
}
}
}
# 11 "include/ffiguard/jni/call/field.hpp" 2


# 1 "include/ffiguard/jni/ref/borrowed.hpp" 1
# 12 "include/ffiguard/jni/ref/borrowed.hpp"
# 1 "include/ffiguard/jni/ref/global_ref.hpp" 1
# 12 "include/ffiguard/jni/ref/global_ref.hpp"
# 1 "include/ffiguard/core/detail/type_name.hpp" 1
# 10 "include/ffiguard/core/detail/type_name.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {

struct type_text {
    const char* data;
    std::size_t size;
};


template <class T>
[[nodiscard]] constexpr type_text type_name() noexcept {




    const char* const text = __PRETTY_FUNCTION__;
    const std::size_t end = sizeof(__PRETTY_FUNCTION__) - 2;
    std::size_t begin = 0;
    while (!(text[begin] == 'T' && text[begin + 1] == ' ' && text[begin + 2] == '=')) ++begin;
    begin += 4;
    return {text + begin, end - begin};

}



template <class T>
[[nodiscard]] constexpr std::uint8_t type_tag() noexcept {
    const type_text name = type_name<T>();
    std::uint32_t hash = 2166136261U;
    for (std::size_t i = 0; i < name.size; ++i)
        hash = (hash ^ static_cast<unsigned char>(name.data[i])) * 16777619U;
    return static_cast<std::uint8_t>(hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24));
}

}
}
}
# 13 "include/ffiguard/jni/ref/global_ref.hpp" 2




# 1 "include/ffiguard/jni/ref/detail/referent.hpp" 1
# 12 "include/ffiguard/jni/ref/detail/referent.hpp"
# 1 "include/ffiguard/jni/detail/utf.hpp" 1






# 1 "/usr/include/c++/12/cstring" 1 3
# 39 "/usr/include/c++/12/cstring" 3
       
# 40 "/usr/include/c++/12/cstring" 3
# 8 "include/ffiguard/jni/detail/utf.hpp" 2






namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {

[[nodiscard]] constexpr bool is_high_surrogate(std::uint16_t unit) noexcept {
    return (unit & 0xFC00U) == 0xD800U;
}
[[nodiscard]] constexpr bool is_low_surrogate(std::uint16_t unit) noexcept {
    return (unit & 0xFC00U) == 0xDC00U;
}




inline bool eight_are_plain(const std::uint16_t* in) noexcept {
    constexpr std::uint64_t ones = 0x0001000100010001U;
    std::uint64_t a;
    std::uint64_t b;
    std::memcpy(&a, in, sizeof a);
    std::memcpy(&b, in + 4, sizeof b);

    return ((a | (a - ones) | b | (b - ones)) & (ones * 0xFF80U)) == 0;
}
inline bool are_plain(const std::uint16_t* in, std::size_t size) noexcept {
    std::size_t i = 0;
    for (; size - i >= 8; i += 8)
        if (!eight_are_plain(in + i)) return false;
    for (; i < size; ++i)
        if (in[i] - 1U >= 0x7F) return false;
    return true;
}

inline void narrow_eight(const std::uint16_t* in, char* out) noexcept {
    std::uint16_t units[8];
    std::memcpy(units, in, sizeof units);
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(units[i]);
    std::memcpy(out, bytes, sizeof bytes);
}

inline void narrow(const std::uint16_t* in, std::size_t size, char* out) noexcept {
    std::size_t i = 0;
    for (; size - i >= 8; i += 8) narrow_eight(in + i, out + i);
    for (; i < size; ++i) out[i] = static_cast<char>(in[i]);
}
inline bool copy_eight_ascii(const char* in, std::uint16_t* out) noexcept {
    std::uint64_t word;
    std::memcpy(&word, in, sizeof word);
    if ((word & 0x8080808080808080U) != 0) return false;
    unsigned char bytes[8];
    std::memcpy(bytes, in, sizeof bytes);
    std::uint16_t units[8];
    for (int i = 0; i < 8; ++i) units[i] = bytes[i];
    std::memcpy(out, units, sizeof units);
    return true;
}



inline std::size_t utf16_to_utf8(const std::uint16_t* in, std::size_t size, char* out,
                                 bool* malformed = nullptr, bool* has_nul = nullptr) noexcept {
    char* const begin = out;
    const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    const auto put_last = [&put](std::uint32_t c) { put(0x80U | (c & 0x3FU)); };
    for (std::size_t i = 0; i < size;) {
        if (in[i] < 0x80) {
            for (; size - i >= 8 && eight_are_plain(in + i); i += 8, out += 8)
                narrow_eight(in + i, out);
            if (i == size) break;
        }
        std::uint32_t c = in[i++];
        if (c < 0x80) {
            put(c);
            if (c == 0 && has_nul != nullptr) *has_nul = true;
        } else if (c < 0x800) {
            put(0xC0U | (c >> 6));
            put_last(c);
        } else if (i < size && is_high_surrogate(in[i - 1]) && is_low_surrogate(in[i])) {
            c = 0x10000U + ((c & 0x3FFU) << 10) + (in[i++] & 0x3FFU);
            put(0xF0U | (c >> 18));
            put_last(c >> 12);
            put_last(c >> 6);
            put_last(c);
        } else {
            if ((c & 0xF800U) == 0xD800U) {
                c = 0xFFFD;
                if (malformed != nullptr) *malformed = true;
            }
            put(0xE0U | (c >> 12));
            put_last(c >> 6);
            put_last(c);
        }
    }
    return static_cast<std::size_t>(out - begin);
}



inline bool copy_plain_ascii(const char* in, std::size_t size, char* out) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::size_t i = 0;
    for (; size - i >= 8; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, in + i, sizeof word);

        if (((word | (word - ones)) & (ones << 7)) != 0) return false;
        std::memcpy(out + i, &word, sizeof word);
    }
    for (; i < size; ++i) {
        if (static_cast<unsigned char>(in[i] - 1) >= 0x7F) return false;
        out[i] = in[i];
    }
    return true;
}




inline std::size_t utf8_to_utf16(const char* in, std::size_t size, std::uint16_t* out,
                                 bool* malformed = nullptr) noexcept {
    std::uint16_t* const begin = out;
    const auto byte = [in](std::size_t i) {
        return std::uint32_t{static_cast<unsigned char>(in[i])};
    };
    const auto follows = [&](std::size_t i) { return i < size && (byte(i) & 0xC0U) == 0x80U; };
    const auto put = [&out](std::uint32_t unit) { *out++ = static_cast<std::uint16_t>(unit); };
    bool wrong = false;
    for (std::size_t i = 0; i < size;) {
        if (byte(i) < 0x80) {
            for (; size - i >= 8 && copy_eight_ascii(in + i, out); i += 8) out += 8;
            if (i == size) break;
        }
        const std::uint32_t c = byte(i);
        if (c < 0x80) {
            put(c);
            ++i;
            continue;
        }


        std::size_t end = i + 1;
        if (c < 0xE0) {
            if (c >= 0xC2 && follows(end)) {
                put(((c & 0x1FU) << 6) | (byte(end) & 0x3FU));
                i += 2;
                continue;
            }
        } else if (c < 0xF0) {
            if (follows(end) && (c != 0xE0 || byte(end) >= 0xA0) &&
                (c != 0xED || byte(end) < 0xA0) && follows(++end)) {
                put(((c & 0x0FU) << 12) | ((byte(i + 1) & 0x3FU) << 6) | (byte(end) & 0x3FU));
                i += 3;
                continue;
            }
        } else if (c < 0xF5) {
            if (follows(end) && (c != 0xF0 || byte(end) >= 0x90) &&
                (c != 0xF4 || byte(end) < 0x90) && follows(++end) && follows(++end)) {
                const std::uint32_t high = ((c & 0x07U) << 8) | ((byte(i + 1) & 0x3FU) << 2) |
                                           ((byte(i + 2) & 0x30U) >> 4);
                put(0xD7C0U + high);
                put(0xDC00U | ((byte(i + 2) & 0x0FU) << 6) | (byte(end) & 0x3FU));
                i += 4;
                continue;
            }
        }
        put(0xFFFD);
        wrong = true;
        i = end;
    }
    if (wrong && malformed != nullptr) *malformed = true;
    return static_cast<std::size_t>(out - begin);
}

}
}
}
}
# 13 "include/ffiguard/jni/ref/detail/referent.hpp" 2
# 1 "include/ffiguard/jni/vm/vm.hpp" 1
# 12 "include/ffiguard/jni/vm/vm.hpp"
# 1 "include/ffiguard/core/detail/process_mark.hpp" 1





# 1 "/usr/include/c++/12/cerrno" 1 3
# 39 "/usr/include/c++/12/cerrno" 3
       
# 40 "/usr/include/c++/12/cerrno" 3
# 7 "include/ffiguard/core/detail/process_mark.hpp" 2
# 33 "include/ffiguard/core/detail/process_mark.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {





extern "C" int ffiguard_getpid() noexcept __asm__("getpid");
extern "C" int ffiguard_madvise(void*, std::size_t, int) noexcept __asm__("madvise");
extern "C" int ffiguard_munmap(void*, std::size_t) noexcept __asm__("munmap");

using mapping_offset = long;



extern "C" void* ffiguard_mmap(void*, std::size_t, int, int, int, mapping_offset) noexcept
    __asm__("mmap");



enum : std::size_t {

    largest_page = 4096



};

inline std::uint32_t process_id() noexcept {



    return static_cast<std::uint32_t>(ffiguard_getpid());



}


inline bool wipe_in_children(void* page) noexcept {

    enum : int { wipe_on_fork = 18 };
    const int kept = 
# 76 "include/ffiguard/core/detail/process_mark.hpp" 3 4
                    (*__errno_location ())
# 76 "include/ffiguard/core/detail/process_mark.hpp"
                         ;
    const bool done = ffiguard_madvise(page, largest_page, wipe_on_fork) == 0;
    
# 78 "include/ffiguard/core/detail/process_mark.hpp" 3 4
   (*__errno_location ()) 
# 78 "include/ffiguard/core/detail/process_mark.hpp"
         = kept;
    return done;




}





class process_book {
public:
    constexpr process_book() noexcept = default;


    explicit constexpr process_book(unsigned char* room) noexcept : room_(room) {}
    process_book(const process_book&) = delete;
    process_book& operator=(const process_book&) = delete;


    [[nodiscard]] std::uint32_t number() noexcept {
        std::uintptr_t at = at_.load(std::memory_order_acquire);
        if (at == 0) at_.store(at = open(), std::memory_order_release);
        if (!is_page(at)) return process_id();
        std::uint32_t known = word(at).load(std::memory_order_acquire);
        if (known != 0) return known;
        const std::uint32_t drawn = last_.fetch_add(1, std::memory_order_relaxed) + 1;
        return word(at).compare_exchange_strong(known, drawn, std::memory_order_acq_rel) ? drawn
                                                                                         : known;
    }

    [[nodiscard]] std::uint32_t number_if_drawn() const noexcept {
        const std::uintptr_t at = at_.load(std::memory_order_acquire);
        if (at == 0) return 0;
        return is_page(at) ? word(at).load(std::memory_order_relaxed) : process_id();
    }

protected:

    [[nodiscard]] static constexpr bool is_page(std::uintptr_t at) noexcept {
        return at != 0 && at % 2 == 0;
    }
    [[nodiscard]] static std::uintptr_t no_page() noexcept {
        return std::uintptr_t{process_id()} << 1 | 1;
    }
    static std::atomic<std::uint32_t>& word(std::uintptr_t page) noexcept {
        return *reinterpret_cast<std::atomic<std::uint32_t>*>(page);
    }

    std::atomic<std::uintptr_t> at_{0};

private:
    [[nodiscard]] std::uintptr_t open() const noexcept {
        if (room_ == nullptr) return no_page();
        const auto room = reinterpret_cast<std::uintptr_t>(room_);
        void* const page = room_ + (0 - room) % largest_page;
        return wipe_in_children(page) ? reinterpret_cast<std::uintptr_t>(page) : no_page();
    }

    std::atomic<std::uint32_t> last_{0};
    unsigned char* room_ = nullptr;
};


__attribute__((visibility("hidden"))) inline unsigned char process_room_[2 * largest_page] = {};
__attribute__((visibility("hidden"))) inline process_book process_book_{process_room_};






class process_mark {
public:
    constexpr process_mark() noexcept = default;
    [[nodiscard]] __attribute__((visibility("hidden"))) static process_mark current() noexcept {
        process_mark made;
        made.book_ = &process_book_;
        made.number_ = process_book_.number();
        return made;
    }

    [[nodiscard]] bool is_here() const noexcept {
        return book_ != nullptr && book_->number_if_drawn() == number_;
    }
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }


    [[nodiscard]] std::uint32_t number_here() const noexcept { return book_->number(); }

private:
    process_book* book_ = nullptr;
    std::uint32_t number_ = 0;
};



class process_page : public process_book {
public:
    constexpr process_page() noexcept = default;
    ~process_page() { end(at_.load(std::memory_order_relaxed)); }


    void take() noexcept {
        std::uintptr_t known = at_.load(std::memory_order_acquire);
        if (known != 0) return;
        const std::uintptr_t fresh = make();
        if (!at_.compare_exchange_strong(known, fresh, std::memory_order_acq_rel)) end(fresh);
    }

    [[nodiscard]] bool is_here() const noexcept {
        const std::uintptr_t at = at_.load(std::memory_order_acquire);
        return at == 0 || is_here(at);
    }




    [[nodiscard]] static std::uintptr_t make() noexcept {

        enum : int{read_write = 1 | 2, private_anonymous = 0x02 | 0x20};
        const int kept = 
# 201 "include/ffiguard/core/detail/process_mark.hpp" 3 4
                        (*__errno_location ())
# 201 "include/ffiguard/core/detail/process_mark.hpp"
                             ;
        void* const page =
            ffiguard_mmap(nullptr, largest_page, read_write, private_anonymous, -1, 0);
        
# 204 "include/ffiguard/core/detail/process_mark.hpp" 3 4
       (*__errno_location ()) 
# 204 "include/ffiguard/core/detail/process_mark.hpp"
             = kept;
        const auto at = reinterpret_cast<std::uintptr_t>(page);
        if (at != 
# 206 "include/ffiguard/core/detail/process_mark.hpp" 3 4
                 (18446744073709551615UL)
# 206 "include/ffiguard/core/detail/process_mark.hpp"
                            ) {
            if (wipe_in_children(page)) {
                word(at).store(maker, std::memory_order_release);
                return at;
            }
            end(at);
        }

        return no_page();
    }
    [[nodiscard]] static bool is_here(std::uintptr_t made) noexcept {
        return is_page(made) ? word(made).load(std::memory_order_relaxed) == maker
                             : made == no_page();
    }
    static void end(std::uintptr_t made) noexcept {

        if (!is_page(made)) return;
        const int kept = 
# 223 "include/ffiguard/core/detail/process_mark.hpp" 3 4
                        (*__errno_location ())
# 223 "include/ffiguard/core/detail/process_mark.hpp"
                             ;
        static_cast<void>(ffiguard_munmap(reinterpret_cast<void*>(made), largest_page));
        
# 225 "include/ffiguard/core/detail/process_mark.hpp" 3 4
       (*__errno_location ()) 
# 225 "include/ffiguard/core/detail/process_mark.hpp"
             = kept;



    }

private:
    enum : std::uint32_t { maker = 
# 232 "include/ffiguard/core/detail/process_mark.hpp" 3 4
                                  (4294967295U) 
# 232 "include/ffiguard/core/detail/process_mark.hpp"
                                             };
};

}
}
}
# 13 "include/ffiguard/jni/vm/vm.hpp" 2


# 1 "include/ffiguard/jni/vm/detail/parked_refs.hpp" 1
# 12 "include/ffiguard/jni/vm/detail/parked_refs.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {



class parked_refs {
public:
    enum : std::size_t { capacity = 256 };


    explicit constexpr parked_refs(void (JNIEnv::*how)(jobject)) noexcept : delete_(how) {}

    void end(JNIEnv* env, jobject ref) const noexcept { (env->*delete_)(ref); }
    void end_all(JNIEnv* env) noexcept {
        drain([this, env](jobject ref) noexcept { end(env, ref); });
    }

    bool park(jobject ref) noexcept {
        for (std::atomic<jobject>& slot : slots_) {
            jobject free = nullptr;
            if (slot.load(std::memory_order_relaxed) == nullptr &&
                slot.compare_exchange_strong(free, ref, std::memory_order_release,
                                             std::memory_order_relaxed)) {
                count_.fetch_add(1, std::memory_order_release);
                return true;
            }
        }
        return false;
    }


    template <class Delete>
    void drain(Delete&& forget) noexcept {
        if (count_.load(std::memory_order_acquire) == 0) return;
        for (std::atomic<jobject>& slot : slots_) {
            if (slot.load(std::memory_order_relaxed) == nullptr) continue;
            jobject const ref = slot.exchange(nullptr, std::memory_order_acquire);
            if (ref == nullptr) continue;
            count_.fetch_sub(1, std::memory_order_relaxed);
            forget(ref);
        }
    }


    [[nodiscard]] std::size_t count() const noexcept {
        const std::ptrdiff_t now = count_.load(std::memory_order_relaxed);
        return now > 0 ? static_cast<std::size_t>(now) : 0;
    }

private:
    void (JNIEnv::*delete_)(jobject);
    std::atomic<jobject> slots_[capacity] = {};
    std::atomic<std::ptrdiff_t> count_{0};
};

}
}
}
}
# 16 "include/ffiguard/jni/vm/vm.hpp" 2
# 1 "include/ffiguard/jni/vm/detail/weak_slot.hpp" 1
# 13 "include/ffiguard/jni/vm/detail/weak_slot.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {




class weak_slot {
public:
    constexpr weak_slot() noexcept = default;

    [[nodiscard]] bool is_set() const noexcept { return ref_.load() != nullptr; }



    [[nodiscard]] __attribute__((visibility("hidden"))) jobject lock(JNIEnv* env, bool* has_failed = nullptr) noexcept {
        readers_.fetch_add(1);
        const jweak known = ref_.load();
        const jobject found = known != nullptr ? env->NewLocalRef(known) : nullptr;
        if (has_failed != nullptr)
            *has_failed = known != nullptr && found == nullptr &&
                          (env->ExceptionCheck() == 
# 35 "include/ffiguard/jni/vm/detail/weak_slot.hpp" 3 4
                                                   1 
# 35 "include/ffiguard/jni/vm/detail/weak_slot.hpp"
                                                            || !is_gone(env, known));
        leave(env);
        return found;
    }



    [[nodiscard]] __attribute__((visibility("hidden"))) status put(JNIEnv* env, jobject object) noexcept {
        const jweak made = env->NewWeakGlobalRef(object);
        if (made == nullptr)
            return env->ExceptionCheck() == 
# 45 "include/ffiguard/jni/vm/detail/weak_slot.hpp" 3 4
                                           1 
# 45 "include/ffiguard/jni/vm/detail/weak_slot.hpp"
                                                    ? status_code::java_exception
                                                     : status_code::out_of_memory;
        readers_.fetch_add(1);
        jweak known = nullptr;
        bool is_free = true;
        bool is_same = false;
        while (is_free && !ref_.compare_exchange_strong(known, made)) {
            is_free = is_gone(env, known);
            is_same = env->IsSameObject(known, object) == 
# 53 "include/ffiguard/jni/vm/detail/weak_slot.hpp" 3 4
                                                         1
# 53 "include/ffiguard/jni/vm/detail/weak_slot.hpp"
                                                                 ;
        }
        leave(env);
        if (is_free) {
            retire(env, known);
            return {};
        }
        env->DeleteWeakGlobalRef(made);
        return is_same ? status_code::ok : status_code::in_use;
    }


    __attribute__((visibility("hidden"))) void replace(JNIEnv* env, jweak made) noexcept {
        retire(env, ref_.exchange(made));
    }


    __attribute__((visibility("hidden"))) void clear(JNIEnv* env) noexcept { retire(env, ref_.exchange(nullptr)); }

    void forget() noexcept {
        ref_.store(nullptr);
        retired_.store(nullptr);
    }


    template <class Give>
    [[gnu::always_inline]] void end(Give&& give) noexcept {
        if (const jweak old = ref_.exchange(nullptr); old != nullptr) give(old);
        if (const jweak old = retired_.exchange(nullptr); old != nullptr) give(old);
    }

private:
    static bool is_gone(JNIEnv* env, jweak ref) noexcept {
        return env->IsSameObject(ref, nullptr) == 
# 86 "include/ffiguard/jni/vm/detail/weak_slot.hpp" 3 4
                                                 1
# 86 "include/ffiguard/jni/vm/detail/weak_slot.hpp"
                                                         ;
    }
    __attribute__((visibility("hidden"))) void leave(JNIEnv* env) noexcept {
        if (readers_.fetch_sub(1) == 1 && retired_.load() != nullptr) sweep(env);
    }
    __attribute__((visibility("hidden"))) void retire(JNIEnv* env, jweak old) noexcept {
        sweep(env);
        if (old == nullptr) return;

        retired_.store(old);
        sweep(env);
    }

    __attribute__((visibility("hidden"))) void sweep(JNIEnv* env) noexcept {
        while (const jweak taken = retired_.exchange(nullptr)) {
            if (readers_.load() == 0) return env->DeleteWeakGlobalRef(taken);
            retired_.store(taken);
            if (readers_.load() != 0) return;
        }
    }

    std::atomic<jweak> ref_{nullptr};
    std::atomic<std::size_t> readers_{0};
    std::atomic<jweak> retired_{nullptr};
};

}
}
}
}
# 17 "include/ffiguard/jni/vm/vm.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {


__attribute__((visibility("hidden"))) inline std::atomic<JavaVM*> vm_{nullptr};
__attribute__((visibility("hidden"))) inline std::atomic<std::uint32_t> vm_process_{
    0};
__attribute__((visibility("hidden"))) inline parked_refs parked_globals_{&JNIEnv::DeleteGlobalRef};
__attribute__((visibility("hidden"))) inline parked_refs parked_weaks_{&JNIEnv::DeleteWeakGlobalRef};
__attribute__((visibility("hidden"))) inline std::atomic<std::size_t> leaked_refs_{0};


__attribute__((visibility("hidden"))) inline weak_slot class_loader_;


[[nodiscard]] __attribute__((visibility("hidden"))) inline bool vm_runs_here() noexcept {
    const std::uint32_t process = vm_process_.load(std::memory_order_relaxed);
    return process == 0 || process == ffiguard::detail::process_book_.number_if_drawn();
}

[[nodiscard]] __attribute__((visibility("hidden"))) inline JNIEnv* env_of(JavaVM* java_vm) noexcept {
    void* found = nullptr;
    if (java_vm == nullptr || !vm_runs_here() || java_vm->GetEnv(&found, 
# 43 "include/ffiguard/jni/vm/vm.hpp" 3 4
                                                                        0x00010006
# 43 "include/ffiguard/jni/vm/vm.hpp"
                                                                                       ) != 
# 43 "include/ffiguard/jni/vm/vm.hpp" 3 4
                                                                                            0
# 43 "include/ffiguard/jni/vm/vm.hpp"
                                                                                                  )
        return nullptr;
    return static_cast<JNIEnv*>(found);
}

}
# 64 "include/ffiguard/jni/vm/vm.hpp"
class vm {
public:
    vm() = delete;



    __attribute__((visibility("hidden"))) static status capture(JavaVM* java_vm) noexcept {
        if (java_vm == nullptr) return status_code::null;
        JavaVM* known = detail::vm_.load(std::memory_order_relaxed);

        if (known == nullptr)
            detail::vm_process_.store(ffiguard::detail::process_book_.number(),
                                      std::memory_order_relaxed);
        known = nullptr;
        if (detail::vm_.compare_exchange_strong(known, java_vm, std::memory_order_acq_rel) ||
            known == java_vm)
            return {};
        return status_code::in_use;
    }


    __attribute__((visibility("hidden"))) static status capture(JNIEnv* env) noexcept {
        if (env == nullptr) return status_code::null;
        if (!detail::outside_critical("vm::capture inside of a critical_view"))
            return status_code::in_use;
        JavaVM* java_vm = nullptr;
        if (env->GetJavaVM(&java_vm) != 
# 90 "include/ffiguard/jni/vm/vm.hpp" 3 4
                                       0
# 90 "include/ffiguard/jni/vm/vm.hpp"
                                             ) return status_code::null;
        return capture(java_vm);
    }





    __attribute__((visibility("hidden"))) static void forget() noexcept {
        detail::vm_.store(nullptr, std::memory_order_release);
        detail::class_loader_.forget();
        const auto leak = [](jobject) noexcept {
            detail::leaked_refs_.fetch_add(1, std::memory_order_relaxed);
        };
        detail::parked_globals_.drain(leak);
        detail::parked_weaks_.drain(leak);
    }


    [[nodiscard]] __attribute__((visibility("hidden"))) static JavaVM* get() noexcept {
        JavaVM* const known = detail::vm_.load(std::memory_order_acquire);
        return known != nullptr && detail::vm_runs_here() ? known : nullptr;
    }




    [[nodiscard]] __attribute__((visibility("hidden"))) static JNIEnv* env() noexcept {
        return detail::env_of(detail::vm_.load(std::memory_order_acquire));
    }
};

}
}
}
# 14 "include/ffiguard/jni/ref/detail/referent.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {



template <class Text>
__attribute__((visibility("hidden"))) void write_name_of(JNIEnv* env, jclass type, Text& text) noexcept {
    const jclass class_class = type != nullptr ? env->GetObjectClass(type) : nullptr;
    const jmethodID get_name =
        class_class != nullptr ? env->GetMethodID(class_class, "getName", "()Ljava/lang/String;")
                               : nullptr;
    const auto name =
        get_name != nullptr ? static_cast<jstring>(env->CallObjectMethod(type, get_name)) : nullptr;
    if (env->ExceptionCheck() != 
# 30 "include/ffiguard/jni/ref/detail/referent.hpp" 3 4
                                1 
# 30 "include/ffiguard/jni/ref/detail/referent.hpp"
                                         && name != nullptr) {
        enum : jsize { longest = 160 };
        jchar units[longest];
        char bytes[3 * longest];
        const jsize length = env->GetStringLength(name);
        const jsize size = length < longest ? length : jsize{longest};
        env->GetStringRegion(name, 0, size, units);
        jsize end = 0;
        while (end < size && units[end] != '/') ++end;
        text.append(bytes, utf16_to_utf8(units, static_cast<std::size_t>(end), bytes));
    } else {
        text << "?";
    }
    if (env->ExceptionCheck() == 
# 43 "include/ffiguard/jni/ref/detail/referent.hpp" 3 4
                                1
# 43 "include/ffiguard/jni/ref/detail/referent.hpp"
                                        ) env->ExceptionClear();
    env->DeleteLocalRef(name);
    env->DeleteLocalRef(class_class);
}
# 73 "include/ffiguard/jni/ref/detail/referent.hpp"
template <class Traits, class Ref>
constexpr void tell_referent(const Ref&, jobject) noexcept {}



}
}
}
}
# 18 "include/ffiguard/jni/ref/global_ref.hpp" 2


# 1 "include/ffiguard/jni/vm/attach.hpp" 1
# 14 "include/ffiguard/jni/vm/attach.hpp"
# 1 "include/ffiguard/core/thread_number.hpp" 1
# 10 "include/ffiguard/core/thread_number.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


__attribute__((visibility("hidden"))) inline std::atomic<std::uint64_t> last_thread_number_{0};
__attribute__((visibility("hidden"))) inline thread_local std::uint64_t thread_number_ = 0;

}






[[nodiscard]] __attribute__((visibility("hidden"))) inline std::uint64_t this_thread_number() noexcept {
    if (detail::thread_number_ == 0)
        detail::thread_number_ =
            detail::last_thread_number_.fetch_add(1, std::memory_order_relaxed) + 1;
    return detail::thread_number_;
}

}
}
# 15 "include/ffiguard/jni/vm/attach.hpp" 2



# 1 "include/ffiguard/jni/vm/detached.hpp" 1
# 16 "include/ffiguard/jni/vm/detached.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {




enum class detached_policy : std::uint8_t {
    park,
    attach,
    leak,
};

namespace detail {


__attribute__((visibility("hidden"))) inline std::atomic<detached_policy> detached_policy_{detached_policy::park};

}


__attribute__((visibility("hidden"))) inline detached_policy set_detached_policy(detached_policy policy) noexcept {
    return detail::detached_policy_.exchange(policy, std::memory_order_relaxed);
}


[[nodiscard]] __attribute__((visibility("hidden"))) inline std::size_t parked_refs() noexcept {
    return detail::parked_globals_.count() + detail::parked_weaks_.count();
}

[[nodiscard]] __attribute__((visibility("hidden"))) inline std::size_t leaked_refs() noexcept {
    return detail::leaked_refs_.load(std::memory_order_relaxed);
}





__attribute__((visibility("hidden"))) inline void release_parked(JNIEnv* env) noexcept {
    if (detail::critical_depth_ != 0) return;
    detail::parked_globals_.end_all(env);
    detail::parked_weaks_.end_all(env);
}

}
}
}
# 19 "include/ffiguard/jni/vm/attach.hpp" 2
# 1 "include/ffiguard/jni/vm/detail/attachment.hpp" 1
# 16 "include/ffiguard/jni/vm/detail/attachment.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {


enum class pending_at_detach : std::uint8_t {
    uncaught,
    describe,
    clear,
};

namespace detail {



struct attachment {
    JavaVM* made_with = nullptr;
    JNIEnv* env = nullptr;
    unsigned scopes = 0;
    bool until_thread_ends = false;
    unsigned rounds_of_keys = 0;
    pending_at_detach pending = pending_at_detach::uncaught;

    __attribute__((visibility("hidden"))) void end() noexcept {
        JavaVM* const java_vm = std::exchange(made_with, nullptr);
        if (java_vm == nullptr) return;
        all_frames_have_ended();

        if (env_of(java_vm) != env) return;
        const errno_guard keep_errno;
        if (pending != pending_at_detach::uncaught && env->ExceptionCheck() == 
# 46 "include/ffiguard/jni/vm/detail/attachment.hpp" 3 4
                                                                              1
# 46 "include/ffiguard/jni/vm/detail/attachment.hpp"
                                                                                      ) {
            if (pending == pending_at_detach::describe) env->ExceptionDescribe();
            env->ExceptionClear();
        }
        trace::detach_thread();
        java_vm->DetachCurrentThread();
    }
};
__attribute__((visibility("hidden"))) inline thread_local attachment attachment_;

}
}
}
}
# 20 "include/ffiguard/jni/vm/attach.hpp" 2

# 1 "include/ffiguard/jni/vm/detail/open_frame.hpp" 1
# 17 "include/ffiguard/jni/vm/detail/open_frame.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {



class open_frame {
public:
    [[nodiscard]] explicit operator bool() const noexcept { return depth_ != 0; }
    [[nodiscard]] JNIEnv* env() const noexcept { return env_; }


    __attribute__((visibility("hidden"))) status push(JNIEnv* env, jint capacity) noexcept {
        if (env == nullptr) return status_code::null;
        if (capacity < 0) return status_code::invalid_argument;
        if (!outside_critical("local frame inside of a critical_view")) return status_code::in_use;
        if (env->PushLocalFrame(capacity) != 
# 34 "include/ffiguard/jni/vm/detail/open_frame.hpp" 3 4
                                            0
# 34 "include/ffiguard/jni/vm/detail/open_frame.hpp"
                                                  )
            return env->ExceptionCheck() == 
# 35 "include/ffiguard/jni/vm/detail/open_frame.hpp" 3 4
                                           1 
# 35 "include/ffiguard/jni/vm/detail/open_frame.hpp"
                                                    ? status_code::java_exception
                                                     : status_code::out_of_memory;
        env_ = env;
        java_vm_ = vm::get();
        thread_ = this_thread_number();
        at_home_ = &at_home;
        open_ = &open_frames_;
        depth_ = ++open_frames_;
        frame_has_begun();
        return {};
    }


    [[nodiscard]] __attribute__((visibility("hidden"))) bool may_pop() const noexcept { return at_home_(*this); }

    __attribute__((visibility("hidden"))) jobject pop(jobject kept) noexcept {
        --*open_;
        depth_ = 0;
        return env_->PopLocalFrame(kept);
    }
    __attribute__((visibility("hidden"))) void end() noexcept {
        if (depth_ != 0 && may_pop()) pop(nullptr);
    }

private:
    __attribute__((visibility("hidden"))) static bool at_home(const open_frame& frame) noexcept {
        if (frame.thread_ != this_thread_number())
            return no(violation::wrong_thread, "local frame ended on another thread");
        if (open_frames_ != frame.depth_)
            return no(violation::out_of_order, "local frame ended before a newer one");
        if (frame.java_vm_ != nullptr && env_of(frame.java_vm_) != frame.env_)
            return no(violation::out_of_order, "local frame ended after its thread was detached");
        return outside_critical("local frame ended inside of a critical_view");
    }
    __attribute__((visibility("hidden"))) static bool no(violation kind, const char* what) noexcept {
        report({kind, what});
        return false;
    }

    JNIEnv* env_ = nullptr;
    JavaVM* java_vm_ = nullptr;
    std::uint64_t thread_ = 0;
    bool (*at_home_)(const open_frame&) noexcept = nullptr;
    unsigned* open_ = nullptr;
    unsigned depth_ = 0;
};

}
}
}
}
# 22 "include/ffiguard/jni/vm/attach.hpp" 2




# 1 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp" 1






# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/limits.h" 1 3 4
# 34 "/usr/lib/gcc/x86_64-linux-gnu/12/include/limits.h" 3 4
# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/syslimits.h" 1 3 4






# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/limits.h" 1 3 4
# 203 "/usr/lib/gcc/x86_64-linux-gnu/12/include/limits.h" 3 4
# 1 "/usr/include/limits.h" 1 3 4
# 26 "/usr/include/limits.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 1 3 4
# 27 "/usr/include/limits.h" 2 3 4
# 195 "/usr/include/limits.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/posix1_lim.h" 1 3 4
# 27 "/usr/include/x86_64-linux-gnu/bits/posix1_lim.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 28 "/usr/include/x86_64-linux-gnu/bits/posix1_lim.h" 2 3 4
# 161 "/usr/include/x86_64-linux-gnu/bits/posix1_lim.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/local_lim.h" 1 3 4
# 38 "/usr/include/x86_64-linux-gnu/bits/local_lim.h" 3 4
# 1 "/usr/include/linux/limits.h" 1 3 4
# 39 "/usr/include/x86_64-linux-gnu/bits/local_lim.h" 2 3 4
# 81 "/usr/include/x86_64-linux-gnu/bits/local_lim.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/pthread_stack_min-dynamic.h" 1 3 4
# 23 "/usr/include/x86_64-linux-gnu/bits/pthread_stack_min-dynamic.h" 3 4

# 23 "/usr/include/x86_64-linux-gnu/bits/pthread_stack_min-dynamic.h" 3 4
extern "C" {
extern long int __sysconf (int __name) noexcept (true);
}
# 82 "/usr/include/x86_64-linux-gnu/bits/local_lim.h" 2 3 4
# 162 "/usr/include/x86_64-linux-gnu/bits/posix1_lim.h" 2 3 4
# 196 "/usr/include/limits.h" 2 3 4



# 1 "/usr/include/x86_64-linux-gnu/bits/posix2_lim.h" 1 3 4
# 200 "/usr/include/limits.h" 2 3 4



# 1 "/usr/include/x86_64-linux-gnu/bits/xopen_lim.h" 1 3 4
# 64 "/usr/include/x86_64-linux-gnu/bits/xopen_lim.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/uio_lim.h" 1 3 4
# 65 "/usr/include/x86_64-linux-gnu/bits/xopen_lim.h" 2 3 4
# 204 "/usr/include/limits.h" 2 3 4
# 204 "/usr/lib/gcc/x86_64-linux-gnu/12/include/limits.h" 2 3 4
# 8 "/usr/lib/gcc/x86_64-linux-gnu/12/include/syslimits.h" 2 3 4
# 35 "/usr/lib/gcc/x86_64-linux-gnu/12/include/limits.h" 2 3 4
# 8 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp" 2
# 21 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp"

# 21 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {



using pthread_key_t = unsigned int;
extern "C" int pthread_key_create(pthread_key_t* key, void (*run)(void*)) noexcept;
extern "C" int pthread_key_delete(pthread_key_t key) noexcept;
extern "C" int pthread_setspecific(pthread_key_t key, const void* value) noexcept;
# 40 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp"
extern "C" int __cxa_thread_atexit(void (*run)(void*), void* argument, void* object) noexcept;
# 49 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp"
class thread_end {
public:
    enum : unsigned { rounds = 2 };

    static_assert(
# 53 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp" 3 4
                 4 
# 53 "include/ffiguard/jni/vm/detail/thread_end_posix.hpp"
                                               >= 4, "_POSIX_THREAD_DESTRUCTOR_ITERATIONS");


    constexpr thread_end() noexcept = default;
    thread_end(const thread_end&) = delete;
    thread_end& operator=(const thread_end&) = delete;


    __attribute__((visibility("hidden"))) ~thread_end() {
        const std::int64_t known = key_.exchange(gone, std::memory_order_acq_rel);
        if (known >= 0) pthread_key_delete(static_cast<pthread_key_t>(known));
    }

    __attribute__((visibility("hidden"))) status arm(attachment& mine) noexcept {
        if (mine.rounds_of_keys >= rounds) return status_code::closed;
        const errno_guard keep_errno;
        if (!set_key(&mine)) return status_code::out_of_memory;


        if (!stays_.load(std::memory_order_acquire)) {



            if (__cxa_thread_atexit(&after_variable, &mine, this) != 0) {
                static_cast<void>(set_key(nullptr));
                return status_code::out_of_memory;
            }

        }
        return {};
    }

private:
    enum : std::int64_t { none = -1, gone = -2 };

    __attribute__((visibility("hidden"))) static void after_variable(void* kept) noexcept;
    __attribute__((visibility("hidden"))) static void after_key(void* kept) noexcept;

    __attribute__((visibility("hidden"))) bool set_key(attachment* value) noexcept {
        std::int64_t known = key_.load(std::memory_order_acquire);
        if (known == none) {
            pthread_key_t fresh{};
            if (pthread_key_create(&fresh, [](void* kept) { after_key(kept); }) != 0) return false;
            const auto number = static_cast<std::int64_t>(fresh);
            if (key_.compare_exchange_strong(known, number, std::memory_order_acq_rel))
                known = number;
            else
                pthread_key_delete(fresh);
        }
        return known == gone || pthread_setspecific(static_cast<pthread_key_t>(known), value) == 0;
    }

    std::atomic<std::int64_t> key_{none};
    std::atomic<bool> stays_{false};
};

__attribute__((visibility("hidden"))) inline thread_end thread_end_;

__attribute__((visibility("hidden"))) inline void thread_end::after_variable(void* kept) noexcept {
    auto& mine = *static_cast<attachment*>(kept);
    mine.until_thread_ends = false;
    mine.end();

    static_cast<void>(thread_end_.set_key(nullptr));
}
__attribute__((visibility("hidden"))) inline void thread_end::after_key(void* kept) noexcept {
    auto& mine = *static_cast<attachment*>(kept);
    thread_end_.stays_.store(true, std::memory_order_release);
    mine.until_thread_ends = false;
    mine.end();

    if (++mine.rounds_of_keys < rounds) static_cast<void>(thread_end_.set_key(&mine));
}




[[nodiscard]] __attribute__((visibility("hidden"))) inline status end_with_thread(attachment& mine) noexcept {
    return mine.until_thread_ends ? status() : thread_end_.arm(mine);
}

}
}
}
}
# 27 "include/ffiguard/jni/vm/attach.hpp" 2


namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {


struct attach_options {

    const char* thread_name = nullptr;


    bool daemon = false;
    pending_at_detach pending = pending_at_detach::uncaught;


    jint local_capacity = 0;
};

namespace detail {

__attribute__((visibility("hidden"))) inline status attach(const attach_options& options) noexcept {
    JavaVM* const java_vm = vm::get();
    if (java_vm == nullptr) return status_code::not_found;
    const errno_guard keep_errno;

    JavaVMAttachArgs args{
# 53 "include/ffiguard/jni/vm/attach.hpp" 3 4
                         0x00010006
# 53 "include/ffiguard/jni/vm/attach.hpp"
                                        , const_cast<char*>(options.thread_name), nullptr};
    void* found = nullptr;
    const jint answer = options.daemon ? java_vm->AttachCurrentThreadAsDaemon(&found, &args)
                                       : java_vm->AttachCurrentThread(&found, &args);
    if (answer == 
# 57 "include/ffiguard/jni/vm/attach.hpp" 3 4
                 (-4)
# 57 "include/ffiguard/jni/vm/attach.hpp"
                           ) return status_code::out_of_memory;
    if (answer != 
# 58 "include/ffiguard/jni/vm/attach.hpp" 3 4
                 0
# 58 "include/ffiguard/jni/vm/attach.hpp"
                       ) return status::foreign(answer);
    trace::attach_thread();
    attachment& mine = attachment_;
    mine.made_with = java_vm;
    mine.env = static_cast<JNIEnv*>(found);
    mine.pending = options.pending;
    all_frames_have_ended();

    if (mine.until_thread_ends) mine.until_thread_ends = end_with_thread(mine).ok();
    return {};
}

}
# 87 "include/ffiguard/jni/vm/attach.hpp"
class [[nodiscard]] attach_scope {
public:



    [[nodiscard]] __attribute__((visibility("hidden"))) explicit attach_scope(const attach_options& options = {}) noexcept
        : env_(vm::env()), thread_(this_thread_number()), at_home_(&at_home) {
        if (env_ == nullptr) {
            status_ = detail::attach(options);
            if (!status_.ok()) return;
            env_ = detail::attachment_.env;
        }
        jni::release_parked(env_);
        ++detail::attachment_.scopes;
        if (options.local_capacity <= 0) return;
        status_ = frame_.push(env_, options.local_capacity);
        if (status_ != status_code::java_exception) return;

        env_->ExceptionClear();
        status_ = status_code::out_of_memory;
    }
    attach_scope(const attach_scope&) = delete;
    attach_scope& operator=(const attach_scope&) = delete;
    static void* operator new(std::size_t) = delete;

    [[gnu::noinline]] __attribute__((visibility("hidden"))) ~attach_scope() {
        if (env_ != nullptr) at_home_(*this);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] JNIEnv* env() const noexcept { return env_; }

private:

    __attribute__((visibility("hidden"))) static void at_home(attach_scope& ended) noexcept {
        if (ended.thread_ != this_thread_number())
            return report({violation::wrong_thread, "attach_scope ended on another thread"});
        ended.frame_.end();
        detail::attachment& mine = detail::attachment_;
        if (--mine.scopes != 0 || mine.until_thread_ends || mine.made_with == nullptr) return;
        if (detail::outside_critical("attach_scope ended inside of a critical_view"))
            mine.end();
        else
            mine.until_thread_ends = detail::end_with_thread(mine).ok();
    }

    JNIEnv* env_;
    ffiguard::status status_;
    std::uint64_t thread_;
    void (*at_home_)(attach_scope&) noexcept;
    detail::open_frame frame_;
};
# 163 "include/ffiguard/jni/vm/attach.hpp"
__attribute__((visibility("hidden"))) inline result<JNIEnv*> attach_thread(const attach_options& options = {}) noexcept {
    JNIEnv* env = vm::env();
    detail::attachment& mine = detail::attachment_;
    if (env == nullptr) {
        if (const status attached = detail::attach(options); !attached.ok()) return attached;
        env = mine.env;
    }
    if (mine.made_with != nullptr && !mine.until_thread_ends) {
        const status armed = detail::end_with_thread(mine);
        if (!armed.ok()) {
            if (mine.scopes == 0) mine.end();
            return armed;
        }
        mine.until_thread_ends = true;
    }
    jni::release_parked(env);
    return env;
}

}
}
}
# 21 "include/ffiguard/jni/ref/global_ref.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

template <class T>
class shared_ref;

namespace detail {


__attribute__((visibility("hidden"))) inline status ready_for_global(JNIEnv* env) noexcept {
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    jni::release_parked(env);
    return vm::get() != nullptr ? status() : vm::capture(env);
}


__attribute__((visibility("hidden"))) inline status end_global(jobject ref, parked_refs& kind) noexcept {
    if (JNIEnv* const env = vm::env()) {
        if (!outside_critical("global reference ended inside of a critical_view") && kind.park(ref))
            return {};
        jni::release_parked(env);
        kind.end(env, ref);
        return {};
    }
    status outcome = status_code::not_found;
    if (vm::get() != nullptr) {
        const detached_policy policy = detached_policy_.load(std::memory_order_relaxed);
        if (policy == detached_policy::park && kind.park(ref)) return {};
        if (policy != detached_policy::leak) {
            const attach_scope here;
            if (here) {
                kind.end(here.env(), ref);
                return {};
            }
            outcome = here.status();
        }
    }
    leaked_refs_.fetch_add(1, std::memory_order_relaxed);
    return outcome;
}


struct global_ref_traits {
    using value_type = jobject;
    static constexpr ffiguard::detail::type_text resource_name() noexcept {
        return {"jni::global_ref", sizeof "jni::global_ref" - 1};
    }
    enum : bool { keeps_errno = true };
    static constexpr jobject empty() noexcept { return nullptr; }
    __attribute__((visibility("hidden"))) static status close(jobject ref) noexcept {
        return end_global(ref, parked_globals_);
    }
};

struct adopting_global;

}
# 95 "include/ffiguard/jni/ref/global_ref.hpp"
template <class T>
class [[nodiscard]] global_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: global_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

    using native = detail::native_of<T>;

public:
    using referent = T;

    constexpr global_ref() noexcept = default;
    global_ref(global_ref&&) noexcept = default;
    template <class U, std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int> = 0>
    global_ref(global_ref<U>&& other) noexcept : owner_(std::move(other.owner_)) {}

    __attribute__((visibility("hidden"))) global_ref& operator=(global_ref&&) noexcept = default;
    __attribute__((visibility("hidden"))) ~global_ref() = default;

    [[nodiscard]] native get() const noexcept { return static_cast<native>(owner_.get()); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }

    [[nodiscard]] native release() noexcept { return static_cast<native>(owner_.release()); }
    __attribute__((visibility("hidden"))) void reset() noexcept { owner_.reset(); }


    __attribute__((visibility("hidden"))) status close() noexcept { return owner_.close(); }

private:
    template <class U>
    friend class global_ref;
    template <class U>
    friend class shared_ref;
    friend detail::adopting_global;

    explicit global_ref(jobject ref) noexcept : owner_(ref) {}

    unique_handle<detail::global_ref_traits> owner_;
};

namespace detail {

struct adopting_global {
    template <class T>
    static global_ref<T> global(jobject ref) noexcept {
        global_ref<T> owner(ref);
        if (owner) detail::tell_referent<global_ref_traits>(ref, ref);
        return owner;
    }

    template <class T, class U>
    static global_ref<T> as(global_ref<U>&& owner) noexcept {
        global_ref<T> same;
        same.owner_ = std::move(owner.owner_);
        return same;
    }
};

}



template <class T, std::enable_if_t<std::is_pointer_v<T>, int> = 0>
 global_ref<T> adopt_global(T ref) noexcept {
    return detail::adopting_global::global<T>(ref);
}
template <class T, std::enable_if_t<!std::is_pointer_v<T>, int> = 0>
 global_ref<T> adopt_global(detail::native_of<T> ref) noexcept {
    return detail::adopting_global::global<T>(ref);
}
template <class T, template <class> class Owned>
global_ref<T> adopt_global(const Owned<T>& ref) = delete;




template <class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
 __attribute__((visibility("hidden"))) result<global_ref<detail::referent_t<Ref>>> promote(
    JNIEnv* env, const Ref& object) noexcept {
    const jobject ref = detail::raw<jobject>(object);
    if (ref == nullptr) return status_code::null;
    if (const status ready = detail::ready_for_global(env); !ready.ok()) return ready;
    const jobject made = env->NewGlobalRef(ref);
    if (made == nullptr)
        return env->IsSameObject(ref, nullptr) == 
# 179 "include/ffiguard/jni/ref/global_ref.hpp" 3 4
                                                 1 
# 179 "include/ffiguard/jni/ref/global_ref.hpp"
                                                          ? status_code::null
                                                           : status_code::out_of_memory;
    return detail::adopting_global::global<detail::referent_t<Ref>>(made);
}




template <class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
__attribute__((visibility("hidden"))) result<local_ref<detail::referent_t<Ref>>> to_local(JNIEnv* env,
                                                                    const Ref& object) noexcept {
    const jobject ref = detail::raw<jobject>(object);
    if (ref == nullptr) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const jobject made = env->NewLocalRef(ref);
    if (made == nullptr)
        return env->IsSameObject(ref, nullptr) == 
# 195 "include/ffiguard/jni/ref/global_ref.hpp" 3 4
                                                 1 
# 195 "include/ffiguard/jni/ref/global_ref.hpp"
                                                          ? status_code::null
                                                           : status_code::out_of_memory;
    return detail::adopting::local<detail::referent_t<Ref>>(env, made);
}

}
}
}
# 13 "include/ffiguard/jni/ref/borrowed.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 32 "include/ffiguard/jni/ref/borrowed.hpp"
template <class T>
class borrowed {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: borrowed<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");
    template <class Ref>
    using if_passes = std::enable_if_t<detail::passes<Ref, T>(), int>;

public:
    using referent = T;

    template <class Ref, if_passes<Ref> = 0>
    constexpr borrowed(const Ref& ref) noexcept : ref_(detail::raw<T>(ref)) {}
    template <class U, if_passes<local_ref<U>> = 0>
    borrowed(local_ref<U>&&) = delete;
    template <class U, if_passes<global_ref<U>> = 0>
    borrowed(global_ref<U>&&) = delete;
    template <class U, if_passes<shared_ref<U>> = 0>
    borrowed(shared_ref<U>&&) = delete;
    borrowed(const borrowed&) = delete;
    borrowed(borrowed&&) noexcept = default;
    borrowed& operator=(const borrowed&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] constexpr detail::native_of<T> get() const noexcept { return ref_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return ref_ != nullptr; }

private:
    detail::native_of<T> ref_;
};




[[nodiscard]] __attribute__((visibility("hidden"))) inline bool same(JNIEnv* env, const borrowed<jobject>& a,
                                               const borrowed<jobject>& b) noexcept {
    return detail::outside_critical("same() inside of a critical_view") &&
           env->IsSameObject(a.get(), b.get()) == 
# 70 "include/ffiguard/jni/ref/borrowed.hpp" 3 4
                                                 1
# 70 "include/ffiguard/jni/ref/borrowed.hpp"
                                                         ;
}


template <class T, class U>
[[nodiscard]] bool operator==(const local_ref<T>& a, const U& b) noexcept {
    return a ? jni::same(a.env(), a, b) : !borrowed<jobject>(b);
}
template <class T, class U>
[[nodiscard]] bool operator!=(const local_ref<T>& a, const U& b) noexcept {
    return !(a == b);
}

}
}
}
# 14 "include/ffiguard/jni/call/field.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 28 "include/ffiguard/jni/call/field.hpp"
template <class T, class Of = void>
class field : detail::declared_class {
    using type = detail::field_type<T>;

public:
    constexpr field() noexcept = default;
    field(field&&) noexcept = default;
    field& operator=(field&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    __attribute__((visibility("hidden"))) result<typename type::owned> get(
        JNIEnv* env, detail::receiver_of<Of> object) const noexcept {
        if (const status ready = type::ready(env, object.get(), id_); !ready.ok()) return ready;
        if (const status wrong = this->check_object(env, object.get()); !wrong.ok()) return wrong;
        return type::own(env, type::get(env, object.get(), id_));
    }
    __attribute__((visibility("hidden"))) status set(JNIEnv* env, detail::receiver_of<Of> object,
                               typename type::argument value) const noexcept {
        if (const status ready = type::ready(env, object.get(), id_); !ready.ok()) return ready;
        if (const status wrong = this->check_object(env, object.get()); !wrong.ok()) return wrong;
        if (const status wrong = detail::check_value<T>(env, value); !wrong.ok()) return wrong;
        return detail::with_native<T>(
            env, value, [&](auto native) noexcept { type::set(env, object.get(), id_, native); });
    }

private:
    friend detail::member_binder;
    jfieldID id_ = nullptr;
};


template <class T>
class static_field {
    using type = detail::field_type<T>;

public:
    constexpr static_field() noexcept = default;
    static_field(static_field&&) noexcept = default;
    static_field& operator=(static_field&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    __attribute__((visibility("hidden"))) result<typename type::owned> get(JNIEnv* env) const noexcept {
        if (const status ready = type::ready(env, type_, id_); !ready.ok()) return ready;
        return type::own(env, type::get_static(env, type_, id_));
    }
    __attribute__((visibility("hidden"))) status set(JNIEnv* env, typename type::argument value) const noexcept {
        if (const status ready = type::ready(env, type_, id_); !ready.ok()) return ready;
        if (const status wrong = detail::check_value<T>(env, value); !wrong.ok()) return wrong;
        return detail::with_native<T>(
            env, value, [&](auto native) noexcept { type::set_static(env, type_, id_, native); });
    }

private:
    friend detail::member_binder;
    jfieldID id_ = nullptr;
    jclass type_ = nullptr;
};

}
}
}
# 16 "include/ffiguard/jni/call/detail/member_entry.hpp" 2
# 1 "include/ffiguard/jni/call/method.hpp" 1
# 15 "include/ffiguard/jni/call/method.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

template <class Signature, class Of = void>
class method;
template <class Signature>
class static_method;
template <class Signature>
class constructor;
# 56 "include/ffiguard/jni/call/method.hpp"
template <class R, class... Args, class Of>
class method<R(Args...), Of> : detail::declared_class {
public:
    constexpr method() noexcept = default;
    method(method&&) noexcept = default;
    method& operator=(method&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    __attribute__((visibility("hidden"))) typename detail::answer_of<R>::type operator()(
        JNIEnv* env, detail::receiver_of<Of> object,
        typename detail::java_type<Args>::argument... arguments) const noexcept {
        if (const status ready = detail::ready_for(env, object.get(), id_); !ready.ok())
            return ready;
        if (const status wrong = this->check_object(env, object.get()); !wrong.ok()) return wrong;
        const detail::argument_list<Args...> list(env, arguments...);
        if (const status wrong = detail::check_arguments<Args...>(env, list); !wrong.ok())
            return wrong;
        return detail::call_and_check<R>(env, [&]() noexcept {
            return detail::java_type<R>::call(env, object.get(), id_, list.values);
        });
    }

private:
    friend detail::member_binder;
    jmethodID id_ = nullptr;
};


template <class R, class... Args>
class static_method<R(Args...)> {
public:
    constexpr static_method() noexcept = default;
    static_method(static_method&&) noexcept = default;
    static_method& operator=(static_method&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    __attribute__((visibility("hidden"))) typename detail::answer_of<R>::type operator()(
        JNIEnv* env, typename detail::java_type<Args>::argument... arguments) const noexcept {
        if (const status ready = detail::ready_for(env, type_, id_); !ready.ok()) return ready;
        const detail::argument_list<Args...> list(env, arguments...);
        if (const status wrong = detail::check_arguments<Args...>(env, list); !wrong.ok())
            return wrong;
        return detail::call_and_check<R>(env, [&]() noexcept {
            return detail::java_type<R>::call_static(env, type_, id_, list.values);
        });
    }

private:
    friend detail::member_binder;
    jmethodID id_ = nullptr;
    jclass type_ = nullptr;
};



template <class T, class... Args>
class constructor<T(Args...)> {
public:
    constexpr constructor() noexcept = default;
    constructor(constructor&&) noexcept = default;
    constructor& operator=(constructor&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    __attribute__((visibility("hidden"))) typename detail::answer_of<T>::type operator()(
        JNIEnv* env, typename detail::java_type<Args>::argument... arguments) const noexcept {
        using native = typename detail::java_type<T>::native;
        static_assert(detail::is_jni_reference<native>(),
                      "ffiguard: constructor<T(Args...)> gives an object: T is a JNI reference "
                      "type or a struct with a java_name()");
        if (const status ready = detail::ready_for(env, type_, id_); !ready.ok()) return ready;
        const detail::argument_list<Args...> list(env, arguments...);
        if (const status wrong = detail::check_arguments<Args...>(env, list); !wrong.ok())
            return wrong;
        return detail::call_and_check<T>(env, [&]() noexcept {
            return static_cast<native>(env->NewObjectA(type_, id_, list.values));
        });
    }

private:
    friend detail::member_binder;
    jmethodID id_ = nullptr;
    jclass type_ = nullptr;
};

}
}
}
# 17 "include/ffiguard/jni/call/detail/member_entry.hpp" 2
# 1 "include/ffiguard/jni/error/exception.hpp" 1






# 1 "/usr/include/c++/12/string_view" 1 3
# 36 "/usr/include/c++/12/string_view" 3
       
# 37 "/usr/include/c++/12/string_view" 3



# 1 "/usr/include/c++/12/iosfwd" 1 3
# 36 "/usr/include/c++/12/iosfwd" 3
       
# 37 "/usr/include/c++/12/iosfwd" 3


# 1 "/usr/include/c++/12/bits/stringfwd.h" 1 3
# 37 "/usr/include/c++/12/bits/stringfwd.h" 3
       
# 38 "/usr/include/c++/12/bits/stringfwd.h" 3


# 1 "/usr/include/c++/12/bits/memoryfwd.h" 1 3
# 46 "/usr/include/c++/12/bits/memoryfwd.h" 3
       
# 47 "/usr/include/c++/12/bits/memoryfwd.h" 3




# 50 "/usr/include/c++/12/bits/memoryfwd.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{

# 63 "/usr/include/c++/12/bits/memoryfwd.h" 3
  template<typename>
    class allocator;

  template<>
    class allocator<void>;



  template<typename, typename>
    struct uses_allocator;

  template<typename>
    struct allocator_traits;





}
# 41 "/usr/include/c++/12/bits/stringfwd.h" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{








  template<class _CharT>
    struct char_traits;

  template<> struct char_traits<char>;

  template<> struct char_traits<wchar_t>;






  template<> struct char_traits<char16_t>;
  template<> struct char_traits<char32_t>;


namespace __cxx11 {

  template<typename _CharT, typename _Traits = char_traits<_CharT>,
           typename _Alloc = allocator<_CharT> >
    class basic_string;

}


  typedef basic_string<char> string;


  typedef basic_string<wchar_t> wstring;
# 89 "/usr/include/c++/12/bits/stringfwd.h" 3
  typedef basic_string<char16_t> u16string;


  typedef basic_string<char32_t> u32string;





}
# 40 "/usr/include/c++/12/iosfwd" 2 3
# 1 "/usr/include/c++/12/bits/postypes.h" 1 3
# 38 "/usr/include/c++/12/bits/postypes.h" 3
       
# 39 "/usr/include/c++/12/bits/postypes.h" 3

# 1 "/usr/include/c++/12/cwchar" 1 3
# 39 "/usr/include/c++/12/cwchar" 3
       
# 40 "/usr/include/c++/12/cwchar" 3




# 1 "/usr/include/wchar.h" 1 3 4
# 27 "/usr/include/wchar.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 1 3 4
# 28 "/usr/include/wchar.h" 2 3 4







# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 36 "/usr/include/wchar.h" 2 3 4





# 1 "/usr/include/x86_64-linux-gnu/bits/types/wint_t.h" 1 3 4
# 20 "/usr/include/x86_64-linux-gnu/bits/types/wint_t.h" 3 4
typedef unsigned int wint_t;
# 42 "/usr/include/wchar.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/mbstate_t.h" 1 3 4





typedef __mbstate_t mbstate_t;
# 43 "/usr/include/wchar.h" 2 3 4
# 79 "/usr/include/wchar.h" 3 4
extern "C" {



struct tm;



extern wchar_t *wcscpy (wchar_t *__restrict __dest,
   const wchar_t *__restrict __src)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern wchar_t *wcsncpy (wchar_t *__restrict __dest,
    const wchar_t *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern wchar_t *wcscat (wchar_t *__restrict __dest,
   const wchar_t *__restrict __src)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));

extern wchar_t *wcsncat (wchar_t *__restrict __dest,
    const wchar_t *__restrict __src, size_t __n)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern int wcscmp (const wchar_t *__s1, const wchar_t *__s2)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));

extern int wcsncmp (const wchar_t *__s1, const wchar_t *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1, 2)));



extern int wcscasecmp (const wchar_t *__s1, const wchar_t *__s2) noexcept (true);


extern int wcsncasecmp (const wchar_t *__s1, const wchar_t *__s2,
   size_t __n) noexcept (true);



extern int wcscasecmp_l (const wchar_t *__s1, const wchar_t *__s2,
    locale_t __loc) noexcept (true);

extern int wcsncasecmp_l (const wchar_t *__s1, const wchar_t *__s2,
     size_t __n, locale_t __loc) noexcept (true);




extern int wcscoll (const wchar_t *__s1, const wchar_t *__s2) noexcept (true);



extern size_t wcsxfrm (wchar_t *__restrict __s1,
         const wchar_t *__restrict __s2, size_t __n) noexcept (true);







extern int wcscoll_l (const wchar_t *__s1, const wchar_t *__s2,
        locale_t __loc) noexcept (true);




extern size_t wcsxfrm_l (wchar_t *__s1, const wchar_t *__s2,
    size_t __n, locale_t __loc) noexcept (true);


extern wchar_t *wcsdup (const wchar_t *__s) noexcept (true)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (__builtin_free, 1)));




extern "C++" wchar_t *wcschr (wchar_t *__wcs, wchar_t __wc)
     noexcept (true) __asm ("wcschr") __attribute__ ((__pure__));
extern "C++" const wchar_t *wcschr (const wchar_t *__wcs, wchar_t __wc)
     noexcept (true) __asm ("wcschr") __attribute__ ((__pure__));






extern "C++" wchar_t *wcsrchr (wchar_t *__wcs, wchar_t __wc)
     noexcept (true) __asm ("wcsrchr") __attribute__ ((__pure__));
extern "C++" const wchar_t *wcsrchr (const wchar_t *__wcs, wchar_t __wc)
     noexcept (true) __asm ("wcsrchr") __attribute__ ((__pure__));
# 182 "/usr/include/wchar.h" 3 4
extern wchar_t *wcschrnul (const wchar_t *__s, wchar_t __wc)
     noexcept (true) __attribute__ ((__pure__));




extern size_t wcscspn (const wchar_t *__wcs, const wchar_t *__reject)
     noexcept (true) __attribute__ ((__pure__));


extern size_t wcsspn (const wchar_t *__wcs, const wchar_t *__accept)
     noexcept (true) __attribute__ ((__pure__));


extern "C++" wchar_t *wcspbrk (wchar_t *__wcs, const wchar_t *__accept)
     noexcept (true) __asm ("wcspbrk") __attribute__ ((__pure__));
extern "C++" const wchar_t *wcspbrk (const wchar_t *__wcs,
         const wchar_t *__accept)
     noexcept (true) __asm ("wcspbrk") __attribute__ ((__pure__));






extern "C++" wchar_t *wcsstr (wchar_t *__haystack, const wchar_t *__needle)
     noexcept (true) __asm ("wcsstr") __attribute__ ((__pure__));
extern "C++" const wchar_t *wcsstr (const wchar_t *__haystack,
        const wchar_t *__needle)
     noexcept (true) __asm ("wcsstr") __attribute__ ((__pure__));






extern wchar_t *wcstok (wchar_t *__restrict __s,
   const wchar_t *__restrict __delim,
   wchar_t **__restrict __ptr) noexcept (true);


extern size_t wcslen (const wchar_t *__s) noexcept (true) __attribute__ ((__pure__));




extern "C++" wchar_t *wcswcs (wchar_t *__haystack, const wchar_t *__needle)
     noexcept (true) __asm ("wcswcs") __attribute__ ((__pure__));
extern "C++" const wchar_t *wcswcs (const wchar_t *__haystack,
        const wchar_t *__needle)
     noexcept (true) __asm ("wcswcs") __attribute__ ((__pure__));
# 241 "/usr/include/wchar.h" 3 4
extern size_t wcsnlen (const wchar_t *__s, size_t __maxlen)
     noexcept (true) __attribute__ ((__pure__));





extern "C++" wchar_t *wmemchr (wchar_t *__s, wchar_t __c, size_t __n)
     noexcept (true) __asm ("wmemchr") __attribute__ ((__pure__));
extern "C++" const wchar_t *wmemchr (const wchar_t *__s, wchar_t __c,
         size_t __n)
     noexcept (true) __asm ("wmemchr") __attribute__ ((__pure__));






extern int wmemcmp (const wchar_t *__s1, const wchar_t *__s2, size_t __n)
     noexcept (true) __attribute__ ((__pure__));


extern wchar_t *wmemcpy (wchar_t *__restrict __s1,
    const wchar_t *__restrict __s2, size_t __n) noexcept (true);



extern wchar_t *wmemmove (wchar_t *__s1, const wchar_t *__s2, size_t __n)
     noexcept (true);


extern wchar_t *wmemset (wchar_t *__s, wchar_t __c, size_t __n) noexcept (true);




extern wchar_t *wmempcpy (wchar_t *__restrict __s1,
     const wchar_t *__restrict __s2, size_t __n)
     noexcept (true);





extern wint_t btowc (int __c) noexcept (true);



extern int wctob (wint_t __c) noexcept (true);



extern int mbsinit (const mbstate_t *__ps) noexcept (true) __attribute__ ((__pure__));



extern size_t mbrtowc (wchar_t *__restrict __pwc,
         const char *__restrict __s, size_t __n,
         mbstate_t *__restrict __p) noexcept (true);


extern size_t wcrtomb (char *__restrict __s, wchar_t __wc,
         mbstate_t *__restrict __ps) noexcept (true);


extern size_t __mbrlen (const char *__restrict __s, size_t __n,
   mbstate_t *__restrict __ps) noexcept (true);
extern size_t mbrlen (const char *__restrict __s, size_t __n,
        mbstate_t *__restrict __ps) noexcept (true);
# 338 "/usr/include/wchar.h" 3 4
extern size_t mbsrtowcs (wchar_t *__restrict __dst,
    const char **__restrict __src, size_t __len,
    mbstate_t *__restrict __ps) noexcept (true);



extern size_t wcsrtombs (char *__restrict __dst,
    const wchar_t **__restrict __src, size_t __len,
    mbstate_t *__restrict __ps) noexcept (true);





extern size_t mbsnrtowcs (wchar_t *__restrict __dst,
     const char **__restrict __src, size_t __nmc,
     size_t __len, mbstate_t *__restrict __ps) noexcept (true);



extern size_t wcsnrtombs (char *__restrict __dst,
     const wchar_t **__restrict __src,
     size_t __nwc, size_t __len,
     mbstate_t *__restrict __ps) noexcept (true);






extern int wcwidth (wchar_t __c) noexcept (true);



extern int wcswidth (const wchar_t *__s, size_t __n) noexcept (true);





extern double wcstod (const wchar_t *__restrict __nptr,
        wchar_t **__restrict __endptr) noexcept (true);



extern float wcstof (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr) noexcept (true);
extern long double wcstold (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr) noexcept (true);
# 397 "/usr/include/wchar.h" 3 4
extern _Float32 wcstof32 (const wchar_t *__restrict __nptr,
     wchar_t **__restrict __endptr) noexcept (true);



extern _Float64 wcstof64 (const wchar_t *__restrict __nptr,
     wchar_t **__restrict __endptr) noexcept (true);



extern _Float128 wcstof128 (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr) noexcept (true);



extern _Float32x wcstof32x (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr) noexcept (true);



extern _Float64x wcstof64x (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr) noexcept (true);
# 429 "/usr/include/wchar.h" 3 4
extern long int wcstol (const wchar_t *__restrict __nptr,
   wchar_t **__restrict __endptr, int __base) noexcept (true);



extern unsigned long int wcstoul (const wchar_t *__restrict __nptr,
      wchar_t **__restrict __endptr, int __base)
     noexcept (true);




__extension__
extern long long int wcstoll (const wchar_t *__restrict __nptr,
         wchar_t **__restrict __endptr, int __base)
     noexcept (true);



__extension__
extern unsigned long long int wcstoull (const wchar_t *__restrict __nptr,
     wchar_t **__restrict __endptr,
     int __base) noexcept (true);





__extension__
extern long long int wcstoq (const wchar_t *__restrict __nptr,
        wchar_t **__restrict __endptr, int __base)
     noexcept (true);



__extension__
extern unsigned long long int wcstouq (const wchar_t *__restrict __nptr,
           wchar_t **__restrict __endptr,
           int __base) noexcept (true);






extern long int wcstol_l (const wchar_t *__restrict __nptr,
     wchar_t **__restrict __endptr, int __base,
     locale_t __loc) noexcept (true);

extern unsigned long int wcstoul_l (const wchar_t *__restrict __nptr,
        wchar_t **__restrict __endptr,
        int __base, locale_t __loc) noexcept (true);

__extension__
extern long long int wcstoll_l (const wchar_t *__restrict __nptr,
    wchar_t **__restrict __endptr,
    int __base, locale_t __loc) noexcept (true);

__extension__
extern unsigned long long int wcstoull_l (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr,
       int __base, locale_t __loc)
     noexcept (true);

extern double wcstod_l (const wchar_t *__restrict __nptr,
   wchar_t **__restrict __endptr, locale_t __loc)
     noexcept (true);

extern float wcstof_l (const wchar_t *__restrict __nptr,
         wchar_t **__restrict __endptr, locale_t __loc)
     noexcept (true);

extern long double wcstold_l (const wchar_t *__restrict __nptr,
         wchar_t **__restrict __endptr,
         locale_t __loc) noexcept (true);
# 512 "/usr/include/wchar.h" 3 4
extern _Float32 wcstof32_l (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr,
       locale_t __loc) noexcept (true);



extern _Float64 wcstof64_l (const wchar_t *__restrict __nptr,
       wchar_t **__restrict __endptr,
       locale_t __loc) noexcept (true);



extern _Float128 wcstof128_l (const wchar_t *__restrict __nptr,
         wchar_t **__restrict __endptr,
         locale_t __loc) noexcept (true);



extern _Float32x wcstof32x_l (const wchar_t *__restrict __nptr,
         wchar_t **__restrict __endptr,
         locale_t __loc) noexcept (true);



extern _Float64x wcstof64x_l (const wchar_t *__restrict __nptr,
         wchar_t **__restrict __endptr,
         locale_t __loc) noexcept (true);
# 552 "/usr/include/wchar.h" 3 4
extern wchar_t *wcpcpy (wchar_t *__restrict __dest,
   const wchar_t *__restrict __src) noexcept (true);



extern wchar_t *wcpncpy (wchar_t *__restrict __dest,
    const wchar_t *__restrict __src, size_t __n)
     noexcept (true);
# 581 "/usr/include/wchar.h" 3 4
extern __FILE *open_wmemstream (wchar_t **__bufloc, size_t *__sizeloc) noexcept (true)
  __attribute__ ((__malloc__)) __attribute__ ((__malloc__ (fclose, 1)));





extern int fwide (__FILE *__fp, int __mode) noexcept (true);






extern int fwprintf (__FILE *__restrict __stream,
       const wchar_t *__restrict __format, ...)
                                                           ;




extern int wprintf (const wchar_t *__restrict __format, ...)
                                                           ;

extern int swprintf (wchar_t *__restrict __s, size_t __n,
       const wchar_t *__restrict __format, ...)
     noexcept (true) ;





extern int vfwprintf (__FILE *__restrict __s,
        const wchar_t *__restrict __format,
        __gnuc_va_list __arg)
                                                           ;




extern int vwprintf (const wchar_t *__restrict __format,
       __gnuc_va_list __arg)
                                                           ;


extern int vswprintf (wchar_t *__restrict __s, size_t __n,
        const wchar_t *__restrict __format,
        __gnuc_va_list __arg)
     noexcept (true) ;






extern int fwscanf (__FILE *__restrict __stream,
      const wchar_t *__restrict __format, ...)
                                                          ;




extern int wscanf (const wchar_t *__restrict __format, ...)
                                                          ;

extern int swscanf (const wchar_t *__restrict __s,
      const wchar_t *__restrict __format, ...)
     noexcept (true) ;
# 657 "/usr/include/wchar.h" 3 4
extern int fwscanf (__FILE *__restrict __stream, const wchar_t *__restrict __format, ...) __asm__ ("" "__isoc99_fwscanf")


                                                          ;
extern int wscanf (const wchar_t *__restrict __format, ...) __asm__ ("" "__isoc99_wscanf")

                                                          ;
extern int swscanf (const wchar_t *__restrict __s, const wchar_t *__restrict __format, ...) noexcept (true) __asm__ ("" "__isoc99_swscanf")


                                                          ;
# 688 "/usr/include/wchar.h" 3 4
extern int vfwscanf (__FILE *__restrict __s,
       const wchar_t *__restrict __format,
       __gnuc_va_list __arg)
                                                          ;




extern int vwscanf (const wchar_t *__restrict __format,
      __gnuc_va_list __arg)
                                                          ;

extern int vswscanf (const wchar_t *__restrict __s,
       const wchar_t *__restrict __format,
       __gnuc_va_list __arg)
     noexcept (true) ;







extern int vfwscanf (__FILE *__restrict __s, const wchar_t *__restrict __format, __gnuc_va_list __arg) __asm__ ("" "__isoc99_vfwscanf")


                                                          ;
extern int vwscanf (const wchar_t *__restrict __format, __gnuc_va_list __arg) __asm__ ("" "__isoc99_vwscanf")

                                                          ;
extern int vswscanf (const wchar_t *__restrict __s, const wchar_t *__restrict __format, __gnuc_va_list __arg) noexcept (true) __asm__ ("" "__isoc99_vswscanf")


                                                          ;
# 744 "/usr/include/wchar.h" 3 4
extern wint_t fgetwc (__FILE *__stream);
extern wint_t getwc (__FILE *__stream);





extern wint_t getwchar (void);






extern wint_t fputwc (wchar_t __wc, __FILE *__stream);
extern wint_t putwc (wchar_t __wc, __FILE *__stream);





extern wint_t putwchar (wchar_t __wc);







extern wchar_t *fgetws (wchar_t *__restrict __ws, int __n,
   __FILE *__restrict __stream);





extern int fputws (const wchar_t *__restrict __ws,
     __FILE *__restrict __stream);






extern wint_t ungetwc (wint_t __wc, __FILE *__stream);
# 799 "/usr/include/wchar.h" 3 4
extern wint_t getwc_unlocked (__FILE *__stream);
extern wint_t getwchar_unlocked (void);







extern wint_t fgetwc_unlocked (__FILE *__stream);







extern wint_t fputwc_unlocked (wchar_t __wc, __FILE *__stream);
# 825 "/usr/include/wchar.h" 3 4
extern wint_t putwc_unlocked (wchar_t __wc, __FILE *__stream);
extern wint_t putwchar_unlocked (wchar_t __wc);
# 835 "/usr/include/wchar.h" 3 4
extern wchar_t *fgetws_unlocked (wchar_t *__restrict __ws, int __n,
     __FILE *__restrict __stream);







extern int fputws_unlocked (const wchar_t *__restrict __ws,
       __FILE *__restrict __stream);






extern size_t wcsftime (wchar_t *__restrict __s, size_t __maxsize,
   const wchar_t *__restrict __format,
   const struct tm *__restrict __tp) noexcept (true);




extern size_t wcsftime_l (wchar_t *__restrict __s, size_t __maxsize,
     const wchar_t *__restrict __format,
     const struct tm *__restrict __tp,
     locale_t __loc) noexcept (true);
# 882 "/usr/include/wchar.h" 3 4
}
# 45 "/usr/include/c++/12/cwchar" 2 3
# 62 "/usr/include/c++/12/cwchar" 3
namespace std
{
  using ::mbstate_t;
}
# 135 "/usr/include/c++/12/cwchar" 3
extern "C++"
{
namespace std __attribute__ ((__visibility__ ("default")))
{


  using ::wint_t;

  using ::btowc;
  using ::fgetwc;
  using ::fgetws;
  using ::fputwc;
  using ::fputws;
  using ::fwide;
  using ::fwprintf;
  using ::fwscanf;
  using ::getwc;
  using ::getwchar;
  using ::mbrlen;
  using ::mbrtowc;
  using ::mbsinit;
  using ::mbsrtowcs;
  using ::putwc;
  using ::putwchar;

  using ::swprintf;

  using ::swscanf;
  using ::ungetwc;
  using ::vfwprintf;

  using ::vfwscanf;


  using ::vswprintf;


  using ::vswscanf;

  using ::vwprintf;

  using ::vwscanf;

  using ::wcrtomb;
  using ::wcscat;
  using ::wcscmp;
  using ::wcscoll;
  using ::wcscpy;
  using ::wcscspn;
  using ::wcsftime;
  using ::wcslen;
  using ::wcsncat;
  using ::wcsncmp;
  using ::wcsncpy;
  using ::wcsrtombs;
  using ::wcsspn;
  using ::wcstod;

  using ::wcstof;

  using ::wcstok;
  using ::wcstol;
  using ::wcstoul;
  using ::wcsxfrm;
  using ::wctob;
  using ::wmemcmp;
  using ::wmemcpy;
  using ::wmemmove;
  using ::wmemset;
  using ::wprintf;
  using ::wscanf;
  using ::wcschr;
  using ::wcspbrk;
  using ::wcsrchr;
  using ::wcsstr;
  using ::wmemchr;
# 234 "/usr/include/c++/12/cwchar" 3

}
}







namespace __gnu_cxx
{





  using ::wcstold;
# 260 "/usr/include/c++/12/cwchar" 3
  using ::wcstoll;
  using ::wcstoull;

}

namespace std
{
  using ::__gnu_cxx::wcstold;
  using ::__gnu_cxx::wcstoll;
  using ::__gnu_cxx::wcstoull;
}
# 280 "/usr/include/c++/12/cwchar" 3
namespace std
{

  using std::wcstof;


  using std::vfwscanf;


  using std::vswscanf;


  using std::vwscanf;



  using std::wcstold;
  using std::wcstoll;
  using std::wcstoull;

}
# 41 "/usr/include/c++/12/bits/postypes.h" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{

# 62 "/usr/include/c++/12/bits/postypes.h" 3
  typedef long int streamoff;





  typedef ptrdiff_t streamsize;
# 81 "/usr/include/c++/12/bits/postypes.h" 3
  template<typename _StateT>
    class fpos
    {
    private:
      streamoff _M_off;
      _StateT _M_state;

    public:




      fpos()
      : _M_off(0), _M_state() { }
# 103 "/usr/include/c++/12/bits/postypes.h" 3
      fpos(streamoff __off)
      : _M_off(__off), _M_state() { }


      fpos(const fpos&) = default;
      fpos& operator=(const fpos&) = default;
      ~fpos() = default;



      operator streamoff() const { return _M_off; }


      void
      state(_StateT __st)
      { _M_state = __st; }


      _StateT
      state() const
      { return _M_state; }





      fpos&
      operator+=(streamoff __off)
      {
 _M_off += __off;
 return *this;
      }





      fpos&
      operator-=(streamoff __off)
      {
 _M_off -= __off;
 return *this;
      }







      fpos
      operator+(streamoff __off) const
      {
 fpos __pos(*this);
 __pos += __off;
 return __pos;
      }







      fpos
      operator-(streamoff __off) const
      {
 fpos __pos(*this);
 __pos -= __off;
 return __pos;
      }






      streamoff
      operator-(const fpos& __other) const
      { return _M_off - __other._M_off; }
    };






  template<typename _StateT>
    inline bool
    operator==(const fpos<_StateT>& __lhs, const fpos<_StateT>& __rhs)
    { return streamoff(__lhs) == streamoff(__rhs); }

  template<typename _StateT>
    inline bool
    operator!=(const fpos<_StateT>& __lhs, const fpos<_StateT>& __rhs)
    { return streamoff(__lhs) != streamoff(__rhs); }





  typedef fpos<mbstate_t> streampos;

  typedef fpos<mbstate_t> wstreampos;
# 215 "/usr/include/c++/12/bits/postypes.h" 3
  typedef fpos<mbstate_t> u16streampos;

  typedef fpos<mbstate_t> u32streampos;



}
# 41 "/usr/include/c++/12/iosfwd" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{

# 74 "/usr/include/c++/12/iosfwd" 3
  class ios_base;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_ios;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_streambuf;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_istream;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_ostream;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_iostream;


namespace __cxx11 {

  template<typename _CharT, typename _Traits = char_traits<_CharT>,
     typename _Alloc = allocator<_CharT> >
    class basic_stringbuf;

  template<typename _CharT, typename _Traits = char_traits<_CharT>,
    typename _Alloc = allocator<_CharT> >
    class basic_istringstream;

  template<typename _CharT, typename _Traits = char_traits<_CharT>,
    typename _Alloc = allocator<_CharT> >
    class basic_ostringstream;

  template<typename _CharT, typename _Traits = char_traits<_CharT>,
    typename _Alloc = allocator<_CharT> >
    class basic_stringstream;

}

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_filebuf;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_ifstream;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_ofstream;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class basic_fstream;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class istreambuf_iterator;

  template<typename _CharT, typename _Traits = char_traits<_CharT> >
    class ostreambuf_iterator;



  typedef basic_ios<char> ios;


  typedef basic_streambuf<char> streambuf;


  typedef basic_istream<char> istream;


  typedef basic_ostream<char> ostream;


  typedef basic_iostream<char> iostream;


  typedef basic_stringbuf<char> stringbuf;


  typedef basic_istringstream<char> istringstream;


  typedef basic_ostringstream<char> ostringstream;


  typedef basic_stringstream<char> stringstream;


  typedef basic_filebuf<char> filebuf;


  typedef basic_ifstream<char> ifstream;


  typedef basic_ofstream<char> ofstream;


  typedef basic_fstream<char> fstream;



  typedef basic_ios<wchar_t> wios;


  typedef basic_streambuf<wchar_t> wstreambuf;


  typedef basic_istream<wchar_t> wistream;


  typedef basic_ostream<wchar_t> wostream;


  typedef basic_iostream<wchar_t> wiostream;


  typedef basic_stringbuf<wchar_t> wstringbuf;


  typedef basic_istringstream<wchar_t> wistringstream;


  typedef basic_ostringstream<wchar_t> wostringstream;


  typedef basic_stringstream<wchar_t> wstringstream;


  typedef basic_filebuf<wchar_t> wfilebuf;


  typedef basic_ifstream<wchar_t> wifstream;


  typedef basic_ofstream<wchar_t> wofstream;


  typedef basic_fstream<wchar_t> wfstream;
# 253 "/usr/include/c++/12/iosfwd" 3

}
# 41 "/usr/include/c++/12/string_view" 2 3
# 1 "/usr/include/c++/12/bits/char_traits.h" 1 3
# 37 "/usr/include/c++/12/bits/char_traits.h" 3
       
# 38 "/usr/include/c++/12/bits/char_traits.h" 3


# 1 "/usr/include/c++/12/cwchar" 1 3
# 39 "/usr/include/c++/12/cwchar" 3
       
# 40 "/usr/include/c++/12/cwchar" 3
# 41 "/usr/include/c++/12/bits/char_traits.h" 2 3
# 53 "/usr/include/c++/12/bits/char_traits.h" 3
namespace __gnu_cxx __attribute__ ((__visibility__ ("default")))
{


#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#pragma GCC diagnostic ignored "-Wstringop-overread"
#pragma GCC diagnostic ignored "-Warray-bounds"
# 72 "/usr/include/c++/12/bits/char_traits.h" 3
  template<typename _CharT>
    struct _Char_types
    {
      typedef unsigned long int_type;
      typedef std::streampos pos_type;
      typedef std::streamoff off_type;
      typedef std::mbstate_t state_type;
    };
# 97 "/usr/include/c++/12/bits/char_traits.h" 3
  template<typename _CharT>
    struct char_traits
    {
      typedef _CharT char_type;
      typedef typename _Char_types<_CharT>::int_type int_type;
      typedef typename _Char_types<_CharT>::pos_type pos_type;
      typedef typename _Char_types<_CharT>::off_type off_type;
      typedef typename _Char_types<_CharT>::state_type state_type;




      static constexpr void
      assign(char_type& __c1, const char_type& __c2)
      {





 __c1 = __c2;
      }

      static constexpr bool
      eq(const char_type& __c1, const char_type& __c2)
      { return __c1 == __c2; }

      static constexpr bool
      lt(const char_type& __c1, const char_type& __c2)
      { return __c1 < __c2; }

      static constexpr int
      compare(const char_type* __s1, const char_type* __s2, std::size_t __n);

      static constexpr std::size_t
      length(const char_type* __s);

      static constexpr const char_type*
      find(const char_type* __s, std::size_t __n, const char_type& __a);

      static char_type*
      move(char_type* __s1, const char_type* __s2, std::size_t __n);

      static char_type*
      copy(char_type* __s1, const char_type* __s2, std::size_t __n);

      static char_type*
      assign(char_type* __s, std::size_t __n, char_type __a);

      static constexpr char_type
      to_char_type(const int_type& __c)
      { return static_cast<char_type>(__c); }

      static constexpr int_type
      to_int_type(const char_type& __c)
      { return static_cast<int_type>(__c); }

      static constexpr bool
      eq_int_type(const int_type& __c1, const int_type& __c2)
      { return __c1 == __c2; }

      static constexpr int_type
      eof()
      { return static_cast<int_type>(-1); }

      static constexpr int_type
      not_eof(const int_type& __c)
      { return !eq_int_type(__c, eof()) ? __c : to_int_type(char_type()); }
    };

  template<typename _CharT>
    constexpr int
    char_traits<_CharT>::
    compare(const char_type* __s1, const char_type* __s2, std::size_t __n)
    {
      for (std::size_t __i = 0; __i < __n; ++__i)
 if (lt(__s1[__i], __s2[__i]))
   return -1;
 else if (lt(__s2[__i], __s1[__i]))
   return 1;
      return 0;
    }

  template<typename _CharT>
    constexpr std::size_t
    char_traits<_CharT>::
    length(const char_type* __p)
    {
      std::size_t __i = 0;
      while (!eq(__p[__i], char_type()))
        ++__i;
      return __i;
    }

  template<typename _CharT>
    constexpr const typename char_traits<_CharT>::char_type*
    char_traits<_CharT>::
    find(const char_type* __s, std::size_t __n, const char_type& __a)
    {
      for (std::size_t __i = 0; __i < __n; ++__i)
        if (eq(__s[__i], __a))
          return __s + __i;
      return 0;
    }

  template<typename _CharT>
   
    typename char_traits<_CharT>::char_type*
    char_traits<_CharT>::
    move(char_type* __s1, const char_type* __s2, std::size_t __n)
    {
      if (__n == 0)
 return __s1;
# 248 "/usr/include/c++/12/bits/char_traits.h" 3
      __builtin_memmove(__s1, __s2, __n * sizeof(char_type));
      return __s1;
    }

  template<typename _CharT>
   
    typename char_traits<_CharT>::char_type*
    char_traits<_CharT>::
    copy(char_type* __s1, const char_type* __s2, std::size_t __n)
    {
# 267 "/usr/include/c++/12/bits/char_traits.h" 3
      __builtin_memcpy(__s1, __s2, __n * sizeof(char_type));
      return __s1;
    }

  template<typename _CharT>
   
    typename char_traits<_CharT>::char_type*
    char_traits<_CharT>::
    assign(char_type* __s, std::size_t __n, char_type __a)
    {
# 286 "/usr/include/c++/12/bits/char_traits.h" 3
      if constexpr (sizeof(_CharT) == 1 && __is_trivial(_CharT))
 {
   unsigned char __c;
   __builtin_memcpy(&__c, __builtin_addressof(__a), 1);
   __builtin_memset(__s, __c, __n);
 }
      else
 {
   for (std::size_t __i = 0; __i < __n; ++__i)
     __s[__i] = __a;
 }
      return __s;
    }


}

namespace std __attribute__ ((__visibility__ ("default")))
{

# 328 "/usr/include/c++/12/bits/char_traits.h" 3
  template<typename _CharT>
    struct char_traits : public __gnu_cxx::char_traits<_CharT>
    { };



  template<>
    struct char_traits<char>
    {
      typedef char char_type;
      typedef int int_type;
      typedef streampos pos_type;
      typedef streamoff off_type;
      typedef mbstate_t state_type;




      static constexpr void
      assign(char_type& __c1, const char_type& __c2) noexcept
      {





 __c1 = __c2;
      }

      static constexpr bool
      eq(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr bool
      lt(const char_type& __c1, const char_type& __c2) noexcept
      {

 return (static_cast<unsigned char>(__c1)
  < static_cast<unsigned char>(__c2));
      }

      static constexpr int
      compare(const char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return 0;

 if (std::__is_constant_evaluated())
   {
     for (size_t __i = 0; __i < __n; ++__i)
       if (lt(__s1[__i], __s2[__i]))
  return -1;
       else if (lt(__s2[__i], __s1[__i]))
  return 1;
     return 0;
   }

 return __builtin_memcmp(__s1, __s2, __n);
      }

      static constexpr size_t
      length(const char_type* __s)
      {

 if (std::__is_constant_evaluated())
   return __gnu_cxx::char_traits<char_type>::length(__s);

 return __builtin_strlen(__s);
      }

      static constexpr const char_type*
      find(const char_type* __s, size_t __n, const char_type& __a)
      {
 if (__n == 0)
   return 0;

 if (std::__is_constant_evaluated())
   return __gnu_cxx::char_traits<char_type>::find(__s, __n, __a);

 return static_cast<const char_type*>(__builtin_memchr(__s, __a, __n));
      }

      static char_type*
      move(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return static_cast<char_type*>(__builtin_memmove(__s1, __s2, __n));
      }

      static char_type*
      copy(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return static_cast<char_type*>(__builtin_memcpy(__s1, __s2, __n));
      }

      static char_type*
      assign(char_type* __s, size_t __n, char_type __a)
      {
 if (__n == 0)
   return __s;




 return static_cast<char_type*>(__builtin_memset(__s, __a, __n));
      }

      static constexpr char_type
      to_char_type(const int_type& __c) noexcept
      { return static_cast<char_type>(__c); }



      static constexpr int_type
      to_int_type(const char_type& __c) noexcept
      { return static_cast<int_type>(static_cast<unsigned char>(__c)); }

      static constexpr bool
      eq_int_type(const int_type& __c1, const int_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr int_type
      eof() noexcept
      { return static_cast<int_type>(-1); }

      static constexpr int_type
      not_eof(const int_type& __c) noexcept
      { return (__c == eof()) ? 0 : __c; }
  };




  template<>
    struct char_traits<wchar_t>
    {
      typedef wchar_t char_type;
      typedef wint_t int_type;
      typedef streamoff off_type;
      typedef wstreampos pos_type;
      typedef mbstate_t state_type;




      static constexpr void
      assign(char_type& __c1, const char_type& __c2) noexcept
      {





 __c1 = __c2;
      }

      static constexpr bool
      eq(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr bool
      lt(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 < __c2; }

      static constexpr int
      compare(const char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return 0;

 if (std::__is_constant_evaluated())
   return __gnu_cxx::char_traits<char_type>::compare(__s1, __s2, __n);

 return wmemcmp(__s1, __s2, __n);
      }

      static constexpr size_t
      length(const char_type* __s)
      {

 if (std::__is_constant_evaluated())
   return __gnu_cxx::char_traits<char_type>::length(__s);

 return wcslen(__s);
      }

      static constexpr const char_type*
      find(const char_type* __s, size_t __n, const char_type& __a)
      {
 if (__n == 0)
   return 0;

 if (std::__is_constant_evaluated())
   return __gnu_cxx::char_traits<char_type>::find(__s, __n, __a);

 return wmemchr(__s, __a, __n);
      }

      static char_type*
      move(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return wmemmove(__s1, __s2, __n);
      }

      static char_type*
      copy(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return wmemcpy(__s1, __s2, __n);
      }

      static char_type*
      assign(char_type* __s, size_t __n, char_type __a)
      {
 if (__n == 0)
   return __s;




 return wmemset(__s, __a, __n);
      }

      static constexpr char_type
      to_char_type(const int_type& __c) noexcept
      { return char_type(__c); }

      static constexpr int_type
      to_int_type(const char_type& __c) noexcept
      { return int_type(__c); }

      static constexpr bool
      eq_int_type(const int_type& __c1, const int_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr int_type
      eof() noexcept
      { return static_cast<int_type>((0xffffffffu)); }

      static constexpr int_type
      not_eof(const int_type& __c) noexcept
      { return eq_int_type(__c, eof()) ? 0 : __c; }
  };
# 726 "/usr/include/c++/12/bits/char_traits.h" 3

}





namespace std __attribute__ ((__visibility__ ("default")))
{


  template<>
    struct char_traits<char16_t>
    {
      typedef char16_t char_type;

      typedef uint_least16_t int_type;





      typedef streamoff off_type;
      typedef u16streampos pos_type;
      typedef mbstate_t state_type;




      static constexpr void
      assign(char_type& __c1, const char_type& __c2) noexcept
      {





 __c1 = __c2;
      }

      static constexpr bool
      eq(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr bool
      lt(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 < __c2; }

      static constexpr int
      compare(const char_type* __s1, const char_type* __s2, size_t __n)
      {
 for (size_t __i = 0; __i < __n; ++__i)
   if (lt(__s1[__i], __s2[__i]))
     return -1;
   else if (lt(__s2[__i], __s1[__i]))
     return 1;
 return 0;
      }

      static constexpr size_t
      length(const char_type* __s)
      {
 size_t __i = 0;
 while (!eq(__s[__i], char_type()))
   ++__i;
 return __i;
      }

      static constexpr const char_type*
      find(const char_type* __s, size_t __n, const char_type& __a)
      {
 for (size_t __i = 0; __i < __n; ++__i)
   if (eq(__s[__i], __a))
     return __s + __i;
 return 0;
      }

      static char_type*
      move(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return (static_cast<char_type*>
  (__builtin_memmove(__s1, __s2, __n * sizeof(char_type))));
      }

      static char_type*
      copy(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return (static_cast<char_type*>
  (__builtin_memcpy(__s1, __s2, __n * sizeof(char_type))));
      }

      static char_type*
      assign(char_type* __s, size_t __n, char_type __a)
      {
 for (size_t __i = 0; __i < __n; ++__i)
   assign(__s[__i], __a);
 return __s;
      }

      static constexpr char_type
      to_char_type(const int_type& __c) noexcept
      { return char_type(__c); }

      static constexpr int_type
      to_int_type(const char_type& __c) noexcept
      { return __c == eof() ? int_type(0xfffd) : int_type(__c); }

      static constexpr bool
      eq_int_type(const int_type& __c1, const int_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr int_type
      eof() noexcept
      { return static_cast<int_type>(-1); }

      static constexpr int_type
      not_eof(const int_type& __c) noexcept
      { return eq_int_type(__c, eof()) ? 0 : __c; }
    };

  template<>
    struct char_traits<char32_t>
    {
      typedef char32_t char_type;

      typedef uint_least32_t int_type;





      typedef streamoff off_type;
      typedef u32streampos pos_type;
      typedef mbstate_t state_type;




      static constexpr void
      assign(char_type& __c1, const char_type& __c2) noexcept
      {





 __c1 = __c2;
      }

      static constexpr bool
      eq(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr bool
      lt(const char_type& __c1, const char_type& __c2) noexcept
      { return __c1 < __c2; }

      static constexpr int
      compare(const char_type* __s1, const char_type* __s2, size_t __n)
      {
 for (size_t __i = 0; __i < __n; ++__i)
   if (lt(__s1[__i], __s2[__i]))
     return -1;
   else if (lt(__s2[__i], __s1[__i]))
     return 1;
 return 0;
      }

      static constexpr size_t
      length(const char_type* __s)
      {
 size_t __i = 0;
 while (!eq(__s[__i], char_type()))
   ++__i;
 return __i;
      }

      static constexpr const char_type*
      find(const char_type* __s, size_t __n, const char_type& __a)
      {
 for (size_t __i = 0; __i < __n; ++__i)
   if (eq(__s[__i], __a))
     return __s + __i;
 return 0;
      }

      static char_type*
      move(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return (static_cast<char_type*>
  (__builtin_memmove(__s1, __s2, __n * sizeof(char_type))));
      }

      static char_type*
      copy(char_type* __s1, const char_type* __s2, size_t __n)
      {
 if (__n == 0)
   return __s1;




 return (static_cast<char_type*>
  (__builtin_memcpy(__s1, __s2, __n * sizeof(char_type))));
      }

      static char_type*
      assign(char_type* __s, size_t __n, char_type __a)
      {
 for (size_t __i = 0; __i < __n; ++__i)
   assign(__s[__i], __a);
 return __s;
      }

      static constexpr char_type
      to_char_type(const int_type& __c) noexcept
      { return char_type(__c); }

      static constexpr int_type
      to_int_type(const char_type& __c) noexcept
      { return int_type(__c); }

      static constexpr bool
      eq_int_type(const int_type& __c1, const int_type& __c2) noexcept
      { return __c1 == __c2; }

      static constexpr int_type
      eof() noexcept
      { return static_cast<int_type>(-1); }

      static constexpr int_type
      not_eof(const int_type& __c) noexcept
      { return eq_int_type(__c, eof()) ? 0 : __c; }
    };
# 998 "/usr/include/c++/12/bits/char_traits.h" 3
#pragma GCC diagnostic pop


}
# 42 "/usr/include/c++/12/string_view" 2 3
# 1 "/usr/include/c++/12/bits/functexcept.h" 1 3
# 40 "/usr/include/c++/12/bits/functexcept.h" 3
# 1 "/usr/include/c++/12/bits/exception_defines.h" 1 3
# 41 "/usr/include/c++/12/bits/functexcept.h" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{



  void
  __throw_bad_exception(void) __attribute__((__noreturn__));


  void
  __throw_bad_alloc(void) __attribute__((__noreturn__));

  void
  __throw_bad_array_new_length(void) __attribute__((__noreturn__));


  void
  __throw_bad_cast(void) __attribute__((__noreturn__));

  void
  __throw_bad_typeid(void) __attribute__((__noreturn__));


  void
  __throw_logic_error(const char*) __attribute__((__noreturn__));

  void
  __throw_domain_error(const char*) __attribute__((__noreturn__));

  void
  __throw_invalid_argument(const char*) __attribute__((__noreturn__));

  void
  __throw_length_error(const char*) __attribute__((__noreturn__));

  void
  __throw_out_of_range(const char*) __attribute__((__noreturn__));

  void
  __throw_out_of_range_fmt(const char*, ...) __attribute__((__noreturn__))
    __attribute__((__format__(__gnu_printf__, 1, 2)));

  void
  __throw_runtime_error(const char*) __attribute__((__noreturn__));

  void
  __throw_range_error(const char*) __attribute__((__noreturn__));

  void
  __throw_overflow_error(const char*) __attribute__((__noreturn__));

  void
  __throw_underflow_error(const char*) __attribute__((__noreturn__));


  void
  __throw_ios_failure(const char*) __attribute__((__noreturn__));

  void
  __throw_ios_failure(const char*, int) __attribute__((__noreturn__));


  void
  __throw_system_error(int) __attribute__((__noreturn__));


  void
  __throw_future_error(int) __attribute__((__noreturn__));


  void
  __throw_bad_function_call() __attribute__((__noreturn__));


}
# 43 "/usr/include/c++/12/string_view" 2 3
# 1 "/usr/include/c++/12/bits/functional_hash.h" 1 3
# 33 "/usr/include/c++/12/bits/functional_hash.h" 3
       
# 34 "/usr/include/c++/12/bits/functional_hash.h" 3


# 1 "/usr/include/c++/12/bits/hash_bytes.h" 1 3
# 33 "/usr/include/c++/12/bits/hash_bytes.h" 3
       
# 34 "/usr/include/c++/12/bits/hash_bytes.h" 3



namespace std
{







  size_t
  _Hash_bytes(const void* __ptr, size_t __len, size_t __seed);





  size_t
  _Fnv_hash_bytes(const void* __ptr, size_t __len, size_t __seed);


}
# 37 "/usr/include/c++/12/bits/functional_hash.h" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{

# 50 "/usr/include/c++/12/bits/functional_hash.h" 3
  template<typename _Result, typename _Arg>
    struct __hash_base
    {
      typedef _Result result_type [[__deprecated__]];
      typedef _Arg argument_type [[__deprecated__]];
    };


  template<typename _Tp>
    struct hash;

  template<typename _Tp, typename = void>
    struct __poison_hash
    {
      static constexpr bool __enable_hash_call = false;
    private:

      __poison_hash(__poison_hash&&);
      ~__poison_hash();
    };

  template<typename _Tp>
    struct __poison_hash<_Tp, __void_t<decltype(hash<_Tp>()(declval<_Tp>()))>>
    {
      static constexpr bool __enable_hash_call = true;
    };


  template<typename _Tp, bool = is_enum<_Tp>::value>
    struct __hash_enum
    {
    private:

      __hash_enum(__hash_enum&&);
      ~__hash_enum();
    };


  template<typename _Tp>
    struct __hash_enum<_Tp, true> : public __hash_base<size_t, _Tp>
    {
      size_t
      operator()(_Tp __val) const noexcept
      {
       using __type = typename underlying_type<_Tp>::type;
       return hash<__type>{}(static_cast<__type>(__val));
      }
    };



  template<typename _Tp>
    struct hash : __hash_enum<_Tp>
    { };


  template<typename _Tp>
    struct hash<_Tp*> : public __hash_base<size_t, _Tp*>
    {
      size_t
      operator()(_Tp* __p) const noexcept
      { return reinterpret_cast<size_t>(__p); }
    };
# 125 "/usr/include/c++/12/bits/functional_hash.h" 3
  template<> struct hash<bool> : public __hash_base<size_t, bool> { size_t operator()(bool __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<char> : public __hash_base<size_t, char> { size_t operator()(char __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<signed char> : public __hash_base<size_t, signed char> { size_t operator()(signed char __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<unsigned char> : public __hash_base<size_t, unsigned char> { size_t operator()(unsigned char __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<wchar_t> : public __hash_base<size_t, wchar_t> { size_t operator()(wchar_t __val) const noexcept { return static_cast<size_t>(__val); } };







  template<> struct hash<char16_t> : public __hash_base<size_t, char16_t> { size_t operator()(char16_t __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<char32_t> : public __hash_base<size_t, char32_t> { size_t operator()(char32_t __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<short> : public __hash_base<size_t, short> { size_t operator()(short __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<int> : public __hash_base<size_t, int> { size_t operator()(int __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<long> : public __hash_base<size_t, long> { size_t operator()(long __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<long long> : public __hash_base<size_t, long long> { size_t operator()(long long __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<unsigned short> : public __hash_base<size_t, unsigned short> { size_t operator()(unsigned short __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<unsigned int> : public __hash_base<size_t, unsigned int> { size_t operator()(unsigned int __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<unsigned long> : public __hash_base<size_t, unsigned long> { size_t operator()(unsigned long __val) const noexcept { return static_cast<size_t>(__val); } };


  template<> struct hash<unsigned long long> : public __hash_base<size_t, unsigned long long> { size_t operator()(unsigned long long __val) const noexcept { return static_cast<size_t>(__val); } };
# 201 "/usr/include/c++/12/bits/functional_hash.h" 3
  struct _Hash_impl
  {
    static size_t
    hash(const void* __ptr, size_t __clength,
  size_t __seed = static_cast<size_t>(0xc70f6907UL))
    { return _Hash_bytes(__ptr, __clength, __seed); }

    template<typename _Tp>
      static size_t
      hash(const _Tp& __val)
      { return hash(&__val, sizeof(__val)); }

    template<typename _Tp>
      static size_t
      __hash_combine(const _Tp& __val, size_t __hash)
      { return hash(&__val, sizeof(__val), __hash); }
  };


  struct _Fnv_hash_impl
  {
    static size_t
    hash(const void* __ptr, size_t __clength,
  size_t __seed = static_cast<size_t>(2166136261UL))
    { return _Fnv_hash_bytes(__ptr, __clength, __seed); }

    template<typename _Tp>
      static size_t
      hash(const _Tp& __val)
      { return hash(&__val, sizeof(__val)); }

    template<typename _Tp>
      static size_t
      __hash_combine(const _Tp& __val, size_t __hash)
      { return hash(&__val, sizeof(__val), __hash); }
  };


  template<>
    struct hash<float> : public __hash_base<size_t, float>
    {
      size_t
      operator()(float __val) const noexcept
      {

 return __val != 0.0f ? std::_Hash_impl::hash(__val) : 0;
      }
    };


  template<>
    struct hash<double> : public __hash_base<size_t, double>
    {
      size_t
      operator()(double __val) const noexcept
      {

 return __val != 0.0 ? std::_Hash_impl::hash(__val) : 0;
      }
    };


  template<>
    struct hash<long double>
    : public __hash_base<size_t, long double>
    {
      __attribute__ ((__pure__)) size_t
      operator()(long double __val) const noexcept;
    };


  template<>
    struct hash<nullptr_t> : public __hash_base<size_t, nullptr_t>
    {
      size_t
      operator()(nullptr_t) const noexcept
      { return 0; }
    };
# 287 "/usr/include/c++/12/bits/functional_hash.h" 3
  template<typename _Hash>
    struct __is_fast_hash : public std::true_type
    { };

  template<>
    struct __is_fast_hash<hash<long double>> : public std::false_type
    { };


}
# 44 "/usr/include/c++/12/string_view" 2 3
# 1 "/usr/include/c++/12/bits/range_access.h" 1 3
# 33 "/usr/include/c++/12/bits/range_access.h" 3
       
# 34 "/usr/include/c++/12/bits/range_access.h" 3




# 1 "/usr/include/c++/12/bits/stl_iterator.h" 1 3
# 63 "/usr/include/c++/12/bits/stl_iterator.h" 3
# 1 "/usr/include/c++/12/bits/cpp_type_traits.h" 1 3
# 35 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
       
# 36 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
# 67 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
extern "C++" {

namespace std __attribute__ ((__visibility__ ("default")))
{


  struct __true_type { };
  struct __false_type { };

  template<bool>
    struct __truth_type
    { typedef __false_type __type; };

  template<>
    struct __truth_type<true>
    { typedef __true_type __type; };



  template<class _Sp, class _Tp>
    struct __traitor
    {
      enum { __value = bool(_Sp::__value) || bool(_Tp::__value) };
      typedef typename __truth_type<__value>::__type __type;
    };


  template<typename, typename>
    struct __are_same
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };

  template<typename _Tp>
    struct __are_same<_Tp, _Tp>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };


  template<typename _Tp>
    struct __is_void
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };

  template<>
    struct __is_void<void>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };




  template<typename _Tp>
    struct __is_integer
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };





  template<>
    struct __is_integer<bool>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<signed char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<unsigned char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };


  template<>
    struct __is_integer<wchar_t>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };
# 184 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
  template<>
    struct __is_integer<char16_t>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<char32_t>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };


  template<>
    struct __is_integer<short>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<unsigned short>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<int>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<unsigned int>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<long>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<unsigned long>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<long long>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_integer<unsigned long long>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };
# 289 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
  template<typename _Tp>
    struct __is_floating
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };


  template<>
    struct __is_floating<float>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_floating<double>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_floating<long double>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };




  template<typename _Tp>
    struct __is_pointer
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };

  template<typename _Tp>
    struct __is_pointer<_Tp*>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };




  template<typename _Tp>
    struct __is_arithmetic
    : public __traitor<__is_integer<_Tp>, __is_floating<_Tp> >
    { };




  template<typename _Tp>
    struct __is_scalar
    : public __traitor<__is_arithmetic<_Tp>, __is_pointer<_Tp> >
    { };




  template<typename _Tp>
    struct __is_char
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };

  template<>
    struct __is_char<char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };


  template<>
    struct __is_char<wchar_t>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };


  template<typename _Tp>
    struct __is_byte
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };

  template<>
    struct __is_byte<char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_byte<signed char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<>
    struct __is_byte<unsigned char>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };


  enum class byte : unsigned char;

  template<>
    struct __is_byte<byte>
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };
# 425 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
  template<typename> struct iterator_traits;


  template<typename _Tp>
    struct __is_nonvolatile_trivially_copyable
    {
      enum { __value = __is_trivially_copyable(_Tp) };
    };




  template<typename _Tp>
    struct __is_nonvolatile_trivially_copyable<volatile _Tp>
    {
      enum { __value = 0 };
    };


  template<typename _OutputIter, typename _InputIter>
    struct __memcpyable
    {
      enum { __value = 0 };
    };

  template<typename _Tp>
    struct __memcpyable<_Tp*, _Tp*>
    : __is_nonvolatile_trivially_copyable<_Tp>
    { };

  template<typename _Tp>
    struct __memcpyable<_Tp*, const _Tp*>
    : __is_nonvolatile_trivially_copyable<_Tp>
    { };






  template<typename _Iter1, typename _Iter2>
    struct __memcmpable
    {
      enum { __value = 0 };
    };


  template<typename _Tp>
    struct __memcmpable<_Tp*, _Tp*>
    : __is_nonvolatile_trivially_copyable<_Tp>
    { };

  template<typename _Tp>
    struct __memcmpable<const _Tp*, _Tp*>
    : __is_nonvolatile_trivially_copyable<_Tp>
    { };

  template<typename _Tp>
    struct __memcmpable<_Tp*, const _Tp*>
    : __is_nonvolatile_trivially_copyable<_Tp>
    { };







  template<typename _Tp, bool _TreatAsBytes =



 __is_byte<_Tp>::__value

    >
    struct __is_memcmp_ordered
    {
      static const bool __value = _Tp(-1) > _Tp(1);
    };

  template<typename _Tp>
    struct __is_memcmp_ordered<_Tp, false>
    {
      static const bool __value = false;
    };


  template<typename _Tp, typename _Up, bool = sizeof(_Tp) == sizeof(_Up)>
    struct __is_memcmp_ordered_with
    {
      static const bool __value = __is_memcmp_ordered<_Tp>::__value
 && __is_memcmp_ordered<_Up>::__value;
    };

  template<typename _Tp, typename _Up>
    struct __is_memcmp_ordered_with<_Tp, _Up, false>
    {
      static const bool __value = false;
    };
# 534 "/usr/include/c++/12/bits/cpp_type_traits.h" 3
  template<>
    struct __is_memcmp_ordered_with<std::byte, std::byte, true>
    { static constexpr bool __value = true; };

  template<typename _Tp, bool _SameSize>
    struct __is_memcmp_ordered_with<_Tp, std::byte, _SameSize>
    { static constexpr bool __value = false; };

  template<typename _Up, bool _SameSize>
    struct __is_memcmp_ordered_with<std::byte, _Up, _SameSize>
    { static constexpr bool __value = false; };





  template<typename _Tp>
    struct __is_move_iterator
    {
      enum { __value = 0 };
      typedef __false_type __type;
    };



  template<typename _Iterator>
   
    inline _Iterator
    __miter_base(_Iterator __it)
    { return __it; }


}
}
# 64 "/usr/include/c++/12/bits/stl_iterator.h" 2 3
# 1 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 1 3
# 62 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
       
# 63 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
# 74 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{

# 93 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
  struct input_iterator_tag { };


  struct output_iterator_tag { };


  struct forward_iterator_tag : public input_iterator_tag { };



  struct bidirectional_iterator_tag : public forward_iterator_tag { };



  struct random_access_iterator_tag : public bidirectional_iterator_tag { };
# 125 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
  template<typename _Category, typename _Tp, typename _Distance = ptrdiff_t,
           typename _Pointer = _Tp*, typename _Reference = _Tp&>
    struct [[__deprecated__]] iterator
    {

      typedef _Category iterator_category;

      typedef _Tp value_type;

      typedef _Distance difference_type;

      typedef _Pointer pointer;

      typedef _Reference reference;
    };
# 149 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
  template<typename _Iterator>
    struct iterator_traits;




  template<typename _Iterator, typename = __void_t<>>
    struct __iterator_traits { };



  template<typename _Iterator>
    struct __iterator_traits<_Iterator,
        __void_t<typename _Iterator::iterator_category,
          typename _Iterator::value_type,
          typename _Iterator::difference_type,
          typename _Iterator::pointer,
          typename _Iterator::reference>>
    {
      typedef typename _Iterator::iterator_category iterator_category;
      typedef typename _Iterator::value_type value_type;
      typedef typename _Iterator::difference_type difference_type;
      typedef typename _Iterator::pointer pointer;
      typedef typename _Iterator::reference reference;
    };


  template<typename _Iterator>
    struct iterator_traits
    : public __iterator_traits<_Iterator> { };
# 209 "/usr/include/c++/12/bits/stl_iterator_base_types.h" 3
  template<typename _Tp>
    struct iterator_traits<_Tp*>
    {
      typedef random_access_iterator_tag iterator_category;
      typedef _Tp value_type;
      typedef ptrdiff_t difference_type;
      typedef _Tp* pointer;
      typedef _Tp& reference;
    };


  template<typename _Tp>
    struct iterator_traits<const _Tp*>
    {
      typedef random_access_iterator_tag iterator_category;
      typedef _Tp value_type;
      typedef ptrdiff_t difference_type;
      typedef const _Tp* pointer;
      typedef const _Tp& reference;
    };






  template<typename _Iter>
    inline constexpr
    typename iterator_traits<_Iter>::iterator_category
    __iterator_category(const _Iter&)
    { return typename iterator_traits<_Iter>::iterator_category(); }




  template<typename _Iter>
    using __iterator_category_t
      = typename iterator_traits<_Iter>::iterator_category;

  template<typename _InIter>
    using _RequireInputIter =
      __enable_if_t<is_convertible<__iterator_category_t<_InIter>,
       input_iterator_tag>::value>;

  template<typename _It,
    typename _Cat = __iterator_category_t<_It>>
    struct __is_random_access_iter
      : is_base_of<random_access_iterator_tag, _Cat>
    {
      typedef is_base_of<random_access_iterator_tag, _Cat> _Base;
      enum { __value = _Base::value };
    };








}
# 65 "/usr/include/c++/12/bits/stl_iterator.h" 2 3
# 1 "/usr/include/c++/12/ext/type_traits.h" 1 3
# 32 "/usr/include/c++/12/ext/type_traits.h" 3
       
# 33 "/usr/include/c++/12/ext/type_traits.h" 3




extern "C++" {

namespace __gnu_cxx __attribute__ ((__visibility__ ("default")))
{



  template<bool, typename>
    struct __enable_if
    { };

  template<typename _Tp>
    struct __enable_if<true, _Tp>
    { typedef _Tp __type; };



  template<bool _Cond, typename _Iftrue, typename _Iffalse>
    struct __conditional_type
    { typedef _Iftrue __type; };

  template<typename _Iftrue, typename _Iffalse>
    struct __conditional_type<false, _Iftrue, _Iffalse>
    { typedef _Iffalse __type; };



  template<typename _Tp>
    struct __add_unsigned
    {
    private:
      typedef __enable_if<std::__is_integer<_Tp>::__value, _Tp> __if_type;

    public:
      typedef typename __if_type::__type __type;
    };

  template<>
    struct __add_unsigned<char>
    { typedef unsigned char __type; };

  template<>
    struct __add_unsigned<signed char>
    { typedef unsigned char __type; };

  template<>
    struct __add_unsigned<short>
    { typedef unsigned short __type; };

  template<>
    struct __add_unsigned<int>
    { typedef unsigned int __type; };

  template<>
    struct __add_unsigned<long>
    { typedef unsigned long __type; };

  template<>
    struct __add_unsigned<long long>
    { typedef unsigned long long __type; };


  template<>
    struct __add_unsigned<bool>;

  template<>
    struct __add_unsigned<wchar_t>;



  template<typename _Tp>
    struct __remove_unsigned
    {
    private:
      typedef __enable_if<std::__is_integer<_Tp>::__value, _Tp> __if_type;

    public:
      typedef typename __if_type::__type __type;
    };

  template<>
    struct __remove_unsigned<char>
    { typedef signed char __type; };

  template<>
    struct __remove_unsigned<unsigned char>
    { typedef signed char __type; };

  template<>
    struct __remove_unsigned<unsigned short>
    { typedef short __type; };

  template<>
    struct __remove_unsigned<unsigned int>
    { typedef int __type; };

  template<>
    struct __remove_unsigned<unsigned long>
    { typedef long __type; };

  template<>
    struct __remove_unsigned<unsigned long long>
    { typedef long long __type; };


  template<>
    struct __remove_unsigned<bool>;

  template<>
    struct __remove_unsigned<wchar_t>;



  template<typename _Type>
    constexpr
    inline bool
    __is_null_pointer(_Type* __ptr)
    { return __ptr == 0; }

  template<typename _Type>
    constexpr
    inline bool
    __is_null_pointer(_Type)
    { return false; }


  constexpr bool
  __is_null_pointer(std::nullptr_t)
  { return true; }




  template<typename _Tp, bool = std::__is_integer<_Tp>::__value>
    struct __promote
    { typedef double __type; };




  template<typename _Tp>
    struct __promote<_Tp, false>
    { };

  template<>
    struct __promote<long double>
    { typedef long double __type; };

  template<>
    struct __promote<double>
    { typedef double __type; };

  template<>
    struct __promote<float>
    { typedef float __type; };



  template<typename... _Tp>
    using __promoted_t = decltype((typename __promote<_Tp>::__type(0) + ...));



  template<typename _Tp, typename _Up>
    using __promote_2 = __promote<__promoted_t<_Tp, _Up>>;

  template<typename _Tp, typename _Up, typename _Vp>
    using __promote_3 = __promote<__promoted_t<_Tp, _Up, _Vp>>;

  template<typename _Tp, typename _Up, typename _Vp, typename _Wp>
    using __promote_4 = __promote<__promoted_t<_Tp, _Up, _Vp, _Wp>>;
# 239 "/usr/include/c++/12/ext/type_traits.h" 3

}
}
# 66 "/usr/include/c++/12/bits/stl_iterator.h" 2 3

# 1 "/usr/include/c++/12/bits/ptr_traits.h" 1 3
# 46 "/usr/include/c++/12/bits/ptr_traits.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{


  class __undefined;



  template<typename _Tp>
    struct __get_first_arg
    { using type = __undefined; };

  template<template<typename, typename...> class _SomeTemplate, typename _Tp,
           typename... _Types>
    struct __get_first_arg<_SomeTemplate<_Tp, _Types...>>
    { using type = _Tp; };



  template<typename _Tp, typename _Up>
    struct __replace_first_arg
    { };

  template<template<typename, typename...> class _SomeTemplate, typename _Up,
           typename _Tp, typename... _Types>
    struct __replace_first_arg<_SomeTemplate<_Tp, _Types...>, _Up>
    { using type = _SomeTemplate<_Up, _Types...>; };
# 81 "/usr/include/c++/12/bits/ptr_traits.h" 3
  template<typename _Ptr, typename = void>
    struct __ptr_traits_elem : __get_first_arg<_Ptr>
    { };


  template<typename _Ptr>
    struct __ptr_traits_elem<_Ptr, __void_t<typename _Ptr::element_type>>
    { using type = typename _Ptr::element_type; };

  template<typename _Ptr>
    using __ptr_traits_elem_t = typename __ptr_traits_elem<_Ptr>::type;



  template<typename _Ptr, typename _Elt, bool = is_void<_Elt>::value>
    struct __ptr_traits_ptr_to
    {
      using pointer = _Ptr;
      using element_type = _Elt;







      static pointer
      pointer_to(element_type& __e)





      { return pointer::pointer_to(__e); }
    };


  template<typename _Ptr, typename _Elt>
    struct __ptr_traits_ptr_to<_Ptr, _Elt, true>
    { };


  template<typename _Tp>
    struct __ptr_traits_ptr_to<_Tp*, _Tp, false>
    {
      using pointer = _Tp*;
      using element_type = _Tp;






      static pointer
      pointer_to(element_type& __r) noexcept
      { return std::addressof(__r); }
    };

  template<typename _Ptr, typename _Elt>
    struct __ptr_traits_impl : __ptr_traits_ptr_to<_Ptr, _Elt>
    {
    private:
      template<typename _Tp, typename = void>
 struct __difference { using type = ptrdiff_t; };

      template<typename _Tp>




 struct __difference<_Tp, __void_t<typename _Tp::difference_type>>

 { using type = typename _Tp::difference_type; };

      template<typename _Tp, typename _Up, typename = void>
 struct __rebind : __replace_first_arg<_Tp, _Up> { };

      template<typename _Tp, typename _Up>




 struct __rebind<_Tp, _Up, __void_t<typename _Tp::template rebind<_Up>>>

 { using type = typename _Tp::template rebind<_Up>; };

    public:

      using pointer = _Ptr;


      using element_type = _Elt;


      using difference_type = typename __difference<_Ptr>::type;


      template<typename _Up>
        using rebind = typename __rebind<_Ptr, _Up>::type;
    };



  template<typename _Ptr>
    struct __ptr_traits_impl<_Ptr, __undefined>
    { };






  template<typename _Ptr>
    struct pointer_traits : __ptr_traits_impl<_Ptr, __ptr_traits_elem_t<_Ptr>>
    { };
# 209 "/usr/include/c++/12/bits/ptr_traits.h" 3
  template<typename _Tp>
    struct pointer_traits<_Tp*> : __ptr_traits_ptr_to<_Tp*, _Tp>
    {

      typedef _Tp* pointer;

      typedef _Tp element_type;

      typedef ptrdiff_t difference_type;

      template<typename _Up> using rebind = _Up*;
    };


  template<typename _Ptr, typename _Tp>
    using __ptr_rebind = typename pointer_traits<_Ptr>::template rebind<_Tp>;

  template<typename _Tp>
    constexpr _Tp*
    __to_address(_Tp* __ptr) noexcept
    {
      static_assert(!std::is_function<_Tp>::value, "not a function pointer");
      return __ptr;
    }


  template<typename _Ptr>
    constexpr typename std::pointer_traits<_Ptr>::element_type*
    __to_address(const _Ptr& __ptr)
    { return std::__to_address(__ptr.operator->()); }
# 282 "/usr/include/c++/12/bits/ptr_traits.h" 3

}
# 68 "/usr/include/c++/12/bits/stl_iterator.h" 2 3
# 88 "/usr/include/c++/12/bits/stl_iterator.h" 3
namespace std __attribute__ ((__visibility__ ("default")))
{

# 109 "/usr/include/c++/12/bits/stl_iterator.h" 3
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
# 131 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator>
    class reverse_iterator
    : public iterator<typename iterator_traits<_Iterator>::iterator_category,
        typename iterator_traits<_Iterator>::value_type,
        typename iterator_traits<_Iterator>::difference_type,
        typename iterator_traits<_Iterator>::pointer,
                      typename iterator_traits<_Iterator>::reference>
    {
      template<typename _Iter>
 friend class reverse_iterator;
# 150 "/usr/include/c++/12/bits/stl_iterator.h" 3
    protected:
      _Iterator current;

      typedef iterator_traits<_Iterator> __traits_type;

    public:
      typedef _Iterator iterator_type;
      typedef typename __traits_type::pointer pointer;

      typedef typename __traits_type::difference_type difference_type;
      typedef typename __traits_type::reference reference;
# 181 "/usr/include/c++/12/bits/stl_iterator.h" 3
      constexpr
      reverse_iterator()
      noexcept(noexcept(_Iterator()))
      : current()
      { }




      explicit constexpr
      reverse_iterator(iterator_type __x)
      noexcept(noexcept(_Iterator(__x)))
      : current(__x)
      { }




      constexpr
      reverse_iterator(const reverse_iterator& __x)
      noexcept(noexcept(_Iterator(__x.current)))
      : current(__x.current)
      { }


      reverse_iterator& operator=(const reverse_iterator&) = default;






      template<typename _Iter>



 constexpr
        reverse_iterator(const reverse_iterator<_Iter>& __x)
 noexcept(noexcept(_Iterator(__x.current)))
 : current(__x.current)
 { }


      template<typename _Iter>




 constexpr
 reverse_iterator&
 operator=(const reverse_iterator<_Iter>& __x)
 noexcept(noexcept(current = __x.current))
 {
   current = __x.current;
   return *this;
 }





      [[__nodiscard__]]
      constexpr iterator_type
      base() const
      noexcept(noexcept(_Iterator(current)))
      { return current; }
# 258 "/usr/include/c++/12/bits/stl_iterator.h" 3
      [[__nodiscard__]]
      constexpr reference
      operator*() const
      {
 _Iterator __tmp = current;
 return *--__tmp;
      }






      [[__nodiscard__]]
      constexpr pointer
      operator->() const




      {


 _Iterator __tmp = current;
 --__tmp;
 return _S_to_pointer(__tmp);
      }






      constexpr reverse_iterator&
      operator++()
      {
 --current;
 return *this;
      }






      constexpr reverse_iterator
      operator++(int)
      {
 reverse_iterator __tmp = *this;
 --current;
 return __tmp;
      }






      constexpr reverse_iterator&
      operator--()
      {
 ++current;
 return *this;
      }






      constexpr reverse_iterator
      operator--(int)
      {
 reverse_iterator __tmp = *this;
 ++current;
 return __tmp;
      }






      [[__nodiscard__]]
      constexpr reverse_iterator
      operator+(difference_type __n) const
      { return reverse_iterator(current - __n); }







      constexpr reverse_iterator&
      operator+=(difference_type __n)
      {
 current -= __n;
 return *this;
      }






      [[__nodiscard__]]
      constexpr reverse_iterator
      operator-(difference_type __n) const
      { return reverse_iterator(current + __n); }







      constexpr reverse_iterator&
      operator-=(difference_type __n)
      {
 current += __n;
 return *this;
      }






      [[__nodiscard__]]
      constexpr reference
      operator[](difference_type __n) const
      { return *(*this + __n); }
# 418 "/usr/include/c++/12/bits/stl_iterator.h" 3
    private:
      template<typename _Tp>
 static constexpr _Tp*
 _S_to_pointer(_Tp* __p)
        { return __p; }

      template<typename _Tp>
 static constexpr pointer
 _S_to_pointer(_Tp __t)
        { return __t.operator->(); }
    };
# 441 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator==(const reverse_iterator<_Iterator>& __x,
        const reverse_iterator<_Iterator>& __y)
    { return __x.base() == __y.base(); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator<(const reverse_iterator<_Iterator>& __x,
       const reverse_iterator<_Iterator>& __y)
    { return __y.base() < __x.base(); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator!=(const reverse_iterator<_Iterator>& __x,
        const reverse_iterator<_Iterator>& __y)
    { return !(__x == __y); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator>(const reverse_iterator<_Iterator>& __x,
       const reverse_iterator<_Iterator>& __y)
    { return __y < __x; }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator<=(const reverse_iterator<_Iterator>& __x,
        const reverse_iterator<_Iterator>& __y)
    { return !(__y < __x); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator>=(const reverse_iterator<_Iterator>& __x,
        const reverse_iterator<_Iterator>& __y)
    { return !(__x < __y); }




  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator==(const reverse_iterator<_IteratorL>& __x,
        const reverse_iterator<_IteratorR>& __y)
    { return __x.base() == __y.base(); }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator<(const reverse_iterator<_IteratorL>& __x,
       const reverse_iterator<_IteratorR>& __y)
    { return __x.base() > __y.base(); }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator!=(const reverse_iterator<_IteratorL>& __x,
        const reverse_iterator<_IteratorR>& __y)
    { return __x.base() != __y.base(); }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator>(const reverse_iterator<_IteratorL>& __x,
       const reverse_iterator<_IteratorR>& __y)
    { return __x.base() < __y.base(); }

  template<typename _IteratorL, typename _IteratorR>
    inline constexpr bool
    operator<=(const reverse_iterator<_IteratorL>& __x,
        const reverse_iterator<_IteratorR>& __y)
    { return __x.base() >= __y.base(); }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator>=(const reverse_iterator<_IteratorL>& __x,
        const reverse_iterator<_IteratorR>& __y)
    { return __x.base() <= __y.base(); }
# 618 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr auto
    operator-(const reverse_iterator<_IteratorL>& __x,
       const reverse_iterator<_IteratorR>& __y)
    -> decltype(__y.base() - __x.base())
    { return __y.base() - __x.base(); }


  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr reverse_iterator<_Iterator>
    operator+(typename reverse_iterator<_Iterator>::difference_type __n,
       const reverse_iterator<_Iterator>& __x)
    { return reverse_iterator<_Iterator>(__x.base() - __n); }



  template<typename _Iterator>
    inline constexpr reverse_iterator<_Iterator>
    __make_reverse_iterator(_Iterator __i)
    { return reverse_iterator<_Iterator>(__i); }







  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr reverse_iterator<_Iterator>
    make_reverse_iterator(_Iterator __i)
    { return reverse_iterator<_Iterator>(__i); }
# 662 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator>
   
    auto
    __niter_base(reverse_iterator<_Iterator> __it)
    -> decltype(__make_reverse_iterator(__niter_base(__it.base())))
    { return __make_reverse_iterator(__niter_base(__it.base())); }

  template<typename _Iterator>
    struct __is_move_iterator<reverse_iterator<_Iterator> >
      : __is_move_iterator<_Iterator>
    { };

  template<typename _Iterator>
   
    auto
    __miter_base(reverse_iterator<_Iterator> __it)
    -> decltype(__make_reverse_iterator(__miter_base(__it.base())))
    { return __make_reverse_iterator(__miter_base(__it.base())); }
# 693 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Container>
    class back_insert_iterator
    : public iterator<output_iterator_tag, void, void, void, void>
    {
    protected:
      _Container* container;

    public:

      typedef _Container container_type;





      explicit
      back_insert_iterator(_Container& __x)
      : container(std::__addressof(__x)) { }
# 731 "/usr/include/c++/12/bits/stl_iterator.h" 3
     
      back_insert_iterator&
      operator=(const typename _Container::value_type& __value)
      {
 container->push_back(__value);
 return *this;
      }

     
      back_insert_iterator&
      operator=(typename _Container::value_type&& __value)
      {
 container->push_back(std::move(__value));
 return *this;
      }



      [[__nodiscard__]]
      back_insert_iterator&
      operator*()
      { return *this; }


     
      back_insert_iterator&
      operator++()
      { return *this; }


     
      back_insert_iterator
      operator++(int)
      { return *this; }
    };
# 778 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Container>
    [[__nodiscard__]]
    inline back_insert_iterator<_Container>
    back_inserter(_Container& __x)
    { return back_insert_iterator<_Container>(__x); }
# 794 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Container>
    class front_insert_iterator
    : public iterator<output_iterator_tag, void, void, void, void>
    {
    protected:
      _Container* container;

    public:

      typedef _Container container_type;





      explicit
      front_insert_iterator(_Container& __x)
      : container(std::__addressof(__x)) { }
# 832 "/usr/include/c++/12/bits/stl_iterator.h" 3
     
      front_insert_iterator&
      operator=(const typename _Container::value_type& __value)
      {
 container->push_front(__value);
 return *this;
      }

     
      front_insert_iterator&
      operator=(typename _Container::value_type&& __value)
      {
 container->push_front(std::move(__value));
 return *this;
      }



      [[__nodiscard__]]
      front_insert_iterator&
      operator*()
      { return *this; }


     
      front_insert_iterator&
      operator++()
      { return *this; }


     
      front_insert_iterator
      operator++(int)
      { return *this; }
    };
# 879 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Container>
    [[__nodiscard__]]
    inline front_insert_iterator<_Container>
    front_inserter(_Container& __x)
    { return front_insert_iterator<_Container>(__x); }
# 899 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Container>
    class insert_iterator
    : public iterator<output_iterator_tag, void, void, void, void>
    {



      typedef typename _Container::iterator _Iter;

    protected:
      _Container* container;
      _Iter iter;

    public:

      typedef _Container container_type;
# 924 "/usr/include/c++/12/bits/stl_iterator.h" 3
     
      insert_iterator(_Container& __x, _Iter __i)
      : container(std::__addressof(__x)), iter(__i) {}
# 960 "/usr/include/c++/12/bits/stl_iterator.h" 3
     
      insert_iterator&
      operator=(const typename _Container::value_type& __value)
      {
 iter = container->insert(iter, __value);
 ++iter;
 return *this;
      }

     
      insert_iterator&
      operator=(typename _Container::value_type&& __value)
      {
 iter = container->insert(iter, std::move(__value));
 ++iter;
 return *this;
      }



      [[__nodiscard__]]
      insert_iterator&
      operator*()
      { return *this; }


     
      insert_iterator&
      operator++()
      { return *this; }


     
      insert_iterator&
      operator++(int)
      { return *this; }
    };

#pragma GCC diagnostic pop
# 1019 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Container>
    [[__nodiscard__]]
    inline insert_iterator<_Container>
    inserter(_Container& __x, typename _Container::iterator __i)
    { return insert_iterator<_Container>(__x, __i); }





}

namespace __gnu_cxx __attribute__ ((__visibility__ ("default")))
{

# 1042 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator, typename _Container>
    class __normal_iterator
    {
    protected:
      _Iterator _M_current;

      typedef std::iterator_traits<_Iterator> __traits_type;


      template<typename _Iter>
 using __convertible_from
   = std::__enable_if_t<std::is_convertible<_Iter, _Iterator>::value>;


    public:
      typedef _Iterator iterator_type;
      typedef typename __traits_type::iterator_category iterator_category;
      typedef typename __traits_type::value_type value_type;
      typedef typename __traits_type::difference_type difference_type;
      typedef typename __traits_type::reference reference;
      typedef typename __traits_type::pointer pointer;





      constexpr __normal_iterator() noexcept
      : _M_current(_Iterator()) { }

      explicit
      __normal_iterator(const _Iterator& __i) noexcept
      : _M_current(__i) { }



      template<typename _Iter, typename = __convertible_from<_Iter>>

 __normal_iterator(const __normal_iterator<_Iter, _Container>& __i)
 noexcept
# 1090 "/usr/include/c++/12/bits/stl_iterator.h" 3
        : _M_current(__i.base()) { }


     
      reference
      operator*() const noexcept
      { return *_M_current; }

     
      pointer
      operator->() const noexcept
      { return _M_current; }

     
      __normal_iterator&
      operator++() noexcept
      {
 ++_M_current;
 return *this;
      }

     
      __normal_iterator
      operator++(int) noexcept
      { return __normal_iterator(_M_current++); }


     
      __normal_iterator&
      operator--() noexcept
      {
 --_M_current;
 return *this;
      }

     
      __normal_iterator
      operator--(int) noexcept
      { return __normal_iterator(_M_current--); }


     
      reference
      operator[](difference_type __n) const noexcept
      { return _M_current[__n]; }

     
      __normal_iterator&
      operator+=(difference_type __n) noexcept
      { _M_current += __n; return *this; }

     
      __normal_iterator
      operator+(difference_type __n) const noexcept
      { return __normal_iterator(_M_current + __n); }

     
      __normal_iterator&
      operator-=(difference_type __n) noexcept
      { _M_current -= __n; return *this; }

     
      __normal_iterator
      operator-(difference_type __n) const noexcept
      { return __normal_iterator(_M_current - __n); }

     
      const _Iterator&
      base() const noexcept
      { return _M_current; }
    };
# 1210 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _IteratorL, typename _IteratorR, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator==(const __normal_iterator<_IteratorL, _Container>& __lhs,
        const __normal_iterator<_IteratorR, _Container>& __rhs)
    noexcept
    { return __lhs.base() == __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator==(const __normal_iterator<_Iterator, _Container>& __lhs,
        const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() == __rhs.base(); }

  template<typename _IteratorL, typename _IteratorR, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator!=(const __normal_iterator<_IteratorL, _Container>& __lhs,
        const __normal_iterator<_IteratorR, _Container>& __rhs)
    noexcept
    { return __lhs.base() != __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator!=(const __normal_iterator<_Iterator, _Container>& __lhs,
        const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() != __rhs.base(); }


  template<typename _IteratorL, typename _IteratorR, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator<(const __normal_iterator<_IteratorL, _Container>& __lhs,
       const __normal_iterator<_IteratorR, _Container>& __rhs)
    noexcept
    { return __lhs.base() < __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator<(const __normal_iterator<_Iterator, _Container>& __lhs,
       const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() < __rhs.base(); }

  template<typename _IteratorL, typename _IteratorR, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator>(const __normal_iterator<_IteratorL, _Container>& __lhs,
       const __normal_iterator<_IteratorR, _Container>& __rhs)
    noexcept
    { return __lhs.base() > __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator>(const __normal_iterator<_Iterator, _Container>& __lhs,
       const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() > __rhs.base(); }

  template<typename _IteratorL, typename _IteratorR, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator<=(const __normal_iterator<_IteratorL, _Container>& __lhs,
        const __normal_iterator<_IteratorR, _Container>& __rhs)
    noexcept
    { return __lhs.base() <= __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator<=(const __normal_iterator<_Iterator, _Container>& __lhs,
        const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() <= __rhs.base(); }

  template<typename _IteratorL, typename _IteratorR, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator>=(const __normal_iterator<_IteratorL, _Container>& __lhs,
        const __normal_iterator<_IteratorR, _Container>& __rhs)
    noexcept
    { return __lhs.base() >= __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline bool
    operator>=(const __normal_iterator<_Iterator, _Container>& __lhs,
        const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() >= __rhs.base(); }






  template<typename _IteratorL, typename _IteratorR, typename _Container>


    [[__nodiscard__]]
    inline auto
    operator-(const __normal_iterator<_IteratorL, _Container>& __lhs,
       const __normal_iterator<_IteratorR, _Container>& __rhs) noexcept
    -> decltype(__lhs.base() - __rhs.base())





    { return __lhs.base() - __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline typename __normal_iterator<_Iterator, _Container>::difference_type
    operator-(const __normal_iterator<_Iterator, _Container>& __lhs,
       const __normal_iterator<_Iterator, _Container>& __rhs)
    noexcept
    { return __lhs.base() - __rhs.base(); }

  template<typename _Iterator, typename _Container>
    [[__nodiscard__]]
    inline __normal_iterator<_Iterator, _Container>
    operator+(typename __normal_iterator<_Iterator, _Container>::difference_type
       __n, const __normal_iterator<_Iterator, _Container>& __i)
    noexcept
    { return __normal_iterator<_Iterator, _Container>(__i.base() + __n); }


}

namespace std __attribute__ ((__visibility__ ("default")))
{


  template<typename _Iterator, typename _Container>
   
    _Iterator
    __niter_base(__gnu_cxx::__normal_iterator<_Iterator, _Container> __it)
    noexcept(std::is_nothrow_copy_constructible<_Iterator>::value)
    { return __it.base(); }






  template<typename _Iterator, typename _Container>
    constexpr auto
    __to_address(const __gnu_cxx::__normal_iterator<_Iterator,
          _Container>& __it) noexcept
    -> decltype(std::__to_address(__it.base()))
    { return std::__to_address(__it.base()); }
# 1417 "/usr/include/c++/12/bits/stl_iterator.h" 3
  namespace __detail
  {
# 1433 "/usr/include/c++/12/bits/stl_iterator.h" 3
  }
# 1444 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator>
    class move_iterator



    {
      _Iterator _M_current;

      using __traits_type = iterator_traits<_Iterator>;

      using __base_ref = typename __traits_type::reference;


      template<typename _Iter2>
 friend class move_iterator;
# 1468 "/usr/include/c++/12/bits/stl_iterator.h" 3
    public:
      using iterator_type = _Iterator;
# 1479 "/usr/include/c++/12/bits/stl_iterator.h" 3
      typedef typename __traits_type::iterator_category iterator_category;
      typedef typename __traits_type::value_type value_type;
      typedef typename __traits_type::difference_type difference_type;

      typedef _Iterator pointer;


      using reference
 = __conditional_t<is_reference<__base_ref>::value,
     typename remove_reference<__base_ref>::type&&,
     __base_ref>;


      constexpr
      move_iterator()
      : _M_current() { }

      explicit constexpr
      move_iterator(iterator_type __i)
      : _M_current(std::move(__i)) { }

      template<typename _Iter>



 constexpr
 move_iterator(const move_iterator<_Iter>& __i)
 : _M_current(__i._M_current) { }

      template<typename _Iter>




 constexpr
 move_iterator& operator=(const move_iterator<_Iter>& __i)
 {
   _M_current = __i._M_current;
   return *this;
 }


      [[__nodiscard__]]
      constexpr iterator_type
      base() const
      { return _M_current; }
# 1537 "/usr/include/c++/12/bits/stl_iterator.h" 3
      [[__nodiscard__]]
      constexpr reference
      operator*() const



      { return static_cast<reference>(*_M_current); }


      [[__nodiscard__]]
      constexpr pointer
      operator->() const
      { return _M_current; }

      constexpr move_iterator&
      operator++()
      {
 ++_M_current;
 return *this;
      }

      constexpr move_iterator
      operator++(int)
      {
 move_iterator __tmp = *this;
 ++_M_current;
 return __tmp;
      }







      constexpr move_iterator&
      operator--()
      {
 --_M_current;
 return *this;
      }

      constexpr move_iterator
      operator--(int)
      {
 move_iterator __tmp = *this;
 --_M_current;
 return __tmp;
      }

      [[__nodiscard__]]
      constexpr move_iterator
      operator+(difference_type __n) const
      { return move_iterator(_M_current + __n); }

      constexpr move_iterator&
      operator+=(difference_type __n)
      {
 _M_current += __n;
 return *this;
      }

      [[__nodiscard__]]
      constexpr move_iterator
      operator-(difference_type __n) const
      { return move_iterator(_M_current - __n); }

      constexpr move_iterator&
      operator-=(difference_type __n)
      {
 _M_current -= __n;
 return *this;
      }

      [[__nodiscard__]]
      constexpr reference
      operator[](difference_type __n) const



      { return std::move(_M_current[__n]); }
# 1651 "/usr/include/c++/12/bits/stl_iterator.h" 3
    };

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator==(const move_iterator<_IteratorL>& __x,
        const move_iterator<_IteratorR>& __y)



    { return __x.base() == __y.base(); }
# 1672 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator!=(const move_iterator<_IteratorL>& __x,
        const move_iterator<_IteratorR>& __y)
    { return !(__x == __y); }


  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator<(const move_iterator<_IteratorL>& __x,
       const move_iterator<_IteratorR>& __y)



    { return __x.base() < __y.base(); }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator<=(const move_iterator<_IteratorL>& __x,
        const move_iterator<_IteratorR>& __y)



    { return !(__y < __x); }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator>(const move_iterator<_IteratorL>& __x,
       const move_iterator<_IteratorR>& __y)



    { return __y < __x; }

  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr bool
    operator>=(const move_iterator<_IteratorL>& __x,
        const move_iterator<_IteratorR>& __y)



    { return !(__x < __y); }




  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator==(const move_iterator<_Iterator>& __x,
        const move_iterator<_Iterator>& __y)
    { return __x.base() == __y.base(); }
# 1738 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator!=(const move_iterator<_Iterator>& __x,
        const move_iterator<_Iterator>& __y)
    { return !(__x == __y); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator<(const move_iterator<_Iterator>& __x,
       const move_iterator<_Iterator>& __y)
    { return __x.base() < __y.base(); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator<=(const move_iterator<_Iterator>& __x,
        const move_iterator<_Iterator>& __y)
    { return !(__y < __x); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator>(const move_iterator<_Iterator>& __x,
       const move_iterator<_Iterator>& __y)
    { return __y < __x; }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr bool
    operator>=(const move_iterator<_Iterator>& __x,
        const move_iterator<_Iterator>& __y)
    { return !(__x < __y); }



  template<typename _IteratorL, typename _IteratorR>
    [[__nodiscard__]]
    inline constexpr auto
    operator-(const move_iterator<_IteratorL>& __x,
       const move_iterator<_IteratorR>& __y)
    -> decltype(__x.base() - __y.base())
    { return __x.base() - __y.base(); }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr move_iterator<_Iterator>
    operator+(typename move_iterator<_Iterator>::difference_type __n,
       const move_iterator<_Iterator>& __x)
    { return __x + __n; }

  template<typename _Iterator>
    [[__nodiscard__]]
    inline constexpr move_iterator<_Iterator>
    make_move_iterator(_Iterator __i)
    { return move_iterator<_Iterator>(std::move(__i)); }

  template<typename _Iterator, typename _ReturnType
    = __conditional_t<__move_if_noexcept_cond
      <typename iterator_traits<_Iterator>::value_type>::value,
  _Iterator, move_iterator<_Iterator>>>
    inline constexpr _ReturnType
    __make_move_if_noexcept_iterator(_Iterator __i)
    { return _ReturnType(__i); }



  template<typename _Tp, typename _ReturnType
    = __conditional_t<__move_if_noexcept_cond<_Tp>::value,
        const _Tp*, move_iterator<_Tp*>>>
    inline constexpr _ReturnType
    __make_move_if_noexcept_iterator(_Tp* __i)
    { return _ReturnType(__i); }
# 2552 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _Iterator>
   
    auto
    __niter_base(move_iterator<_Iterator> __it)
    -> decltype(make_move_iterator(__niter_base(__it.base())))
    { return make_move_iterator(__niter_base(__it.base())); }

  template<typename _Iterator>
    struct __is_move_iterator<move_iterator<_Iterator> >
    {
      enum { __value = 1 };
      typedef __true_type __type;
    };

  template<typename _Iterator>
   
    auto
    __miter_base(move_iterator<_Iterator> __it)
    -> decltype(__miter_base(__it.base()))
    { return __miter_base(__it.base()); }
# 2584 "/usr/include/c++/12/bits/stl_iterator.h" 3
  template<typename _InputIterator>
    using __iter_key_t = remove_const_t<
    typename iterator_traits<_InputIterator>::value_type::first_type>;

  template<typename _InputIterator>
    using __iter_val_t =
    typename iterator_traits<_InputIterator>::value_type::second_type;

  template<typename _T1, typename _T2>
    struct pair;

  template<typename _InputIterator>
    using __iter_to_alloc_t =
    pair<add_const_t<__iter_key_t<_InputIterator>>,
  __iter_val_t<_InputIterator>>;



}
# 39 "/usr/include/c++/12/bits/range_access.h" 2 3

namespace std __attribute__ ((__visibility__ ("default")))
{







  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    begin(_Container& __cont) -> decltype(__cont.begin())
    { return __cont.begin(); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    begin(const _Container& __cont) -> decltype(__cont.begin())
    { return __cont.begin(); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    end(_Container& __cont) -> decltype(__cont.end())
    { return __cont.end(); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    end(const _Container& __cont) -> decltype(__cont.end())
    { return __cont.end(); }





  template<typename _Tp, size_t _Nm>
    [[__nodiscard__]]
    inline constexpr _Tp*
    begin(_Tp (&__arr)[_Nm]) noexcept
    { return __arr; }






  template<typename _Tp, size_t _Nm>
    [[__nodiscard__]]
    inline constexpr _Tp*
    end(_Tp (&__arr)[_Nm]) noexcept
    { return __arr + _Nm; }



  template<typename _Tp> class valarray;

  template<typename _Tp> _Tp* begin(valarray<_Tp>&) noexcept;
  template<typename _Tp> const _Tp* begin(const valarray<_Tp>&) noexcept;
  template<typename _Tp> _Tp* end(valarray<_Tp>&) noexcept;
  template<typename _Tp> const _Tp* end(const valarray<_Tp>&) noexcept;






  template<typename _Container>
    [[__nodiscard__]]
    constexpr auto
    cbegin(const _Container& __cont) noexcept(noexcept(std::begin(__cont)))
      -> decltype(std::begin(__cont))
    { return std::begin(__cont); }






  template<typename _Container>
    [[__nodiscard__]]
    constexpr auto
    cend(const _Container& __cont) noexcept(noexcept(std::end(__cont)))
      -> decltype(std::end(__cont))
    { return std::end(__cont); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    rbegin(_Container& __cont) -> decltype(__cont.rbegin())
    { return __cont.rbegin(); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    rbegin(const _Container& __cont) -> decltype(__cont.rbegin())
    { return __cont.rbegin(); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    rend(_Container& __cont) -> decltype(__cont.rend())
    { return __cont.rend(); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    rend(const _Container& __cont) -> decltype(__cont.rend())
    { return __cont.rend(); }






  template<typename _Tp, size_t _Nm>
    [[__nodiscard__]]
    inline constexpr reverse_iterator<_Tp*>
    rbegin(_Tp (&__arr)[_Nm]) noexcept
    { return reverse_iterator<_Tp*>(__arr + _Nm); }






  template<typename _Tp, size_t _Nm>
    [[__nodiscard__]]
    inline constexpr reverse_iterator<_Tp*>
    rend(_Tp (&__arr)[_Nm]) noexcept
    { return reverse_iterator<_Tp*>(__arr); }






  template<typename _Tp>
    [[__nodiscard__]]
    inline constexpr reverse_iterator<const _Tp*>
    rbegin(initializer_list<_Tp> __il) noexcept
    { return reverse_iterator<const _Tp*>(__il.end()); }






  template<typename _Tp>
    [[__nodiscard__]]
    inline constexpr reverse_iterator<const _Tp*>
    rend(initializer_list<_Tp> __il) noexcept
    { return reverse_iterator<const _Tp*>(__il.begin()); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    crbegin(const _Container& __cont) -> decltype(std::rbegin(__cont))
    { return std::rbegin(__cont); }






  template<typename _Container>
    [[__nodiscard__]]
    inline constexpr auto
    crend(const _Container& __cont) -> decltype(std::rend(__cont))
    { return std::rend(__cont); }
# 261 "/usr/include/c++/12/bits/range_access.h" 3
  template <typename _Container>
    [[nodiscard]]
    constexpr auto
    size(const _Container& __cont) noexcept(noexcept(__cont.size()))
    -> decltype(__cont.size())
    { return __cont.size(); }




  template <typename _Tp, size_t _Nm>
    [[nodiscard]]
    constexpr size_t
    size(const _Tp (&)[_Nm]) noexcept
    { return _Nm; }





  template <typename _Container>
    [[nodiscard]] constexpr auto
    empty(const _Container& __cont) noexcept(noexcept(__cont.empty()))
    -> decltype(__cont.empty())
    { return __cont.empty(); }




  template <typename _Tp, size_t _Nm>
    [[nodiscard]] constexpr bool
    empty(const _Tp (&)[_Nm]) noexcept
    { return false; }





  template <typename _Tp>
    [[nodiscard]] constexpr bool
    empty(initializer_list<_Tp> __il) noexcept
    { return __il.size() == 0;}





  template <typename _Container>
    [[nodiscard]]
    constexpr auto
    data(_Container& __cont) noexcept(noexcept(__cont.data()))
    -> decltype(__cont.data())
    { return __cont.data(); }





  template <typename _Container>
    [[nodiscard]]
    constexpr auto
    data(const _Container& __cont) noexcept(noexcept(__cont.data()))
    -> decltype(__cont.data())
    { return __cont.data(); }





  template <typename _Tp, size_t _Nm>
    [[nodiscard]]
    constexpr _Tp*
    data(_Tp (&__array)[_Nm]) noexcept
    { return __array; }





  template <typename _Tp>
    [[nodiscard]]
    constexpr const _Tp*
    data(initializer_list<_Tp> __il) noexcept
    { return __il.begin(); }
# 367 "/usr/include/c++/12/bits/range_access.h" 3

}
# 45 "/usr/include/c++/12/string_view" 2 3
# 1 "/usr/include/c++/12/bits/ostream_insert.h" 1 3
# 33 "/usr/include/c++/12/bits/ostream_insert.h" 3
       
# 34 "/usr/include/c++/12/bits/ostream_insert.h" 3


# 1 "/usr/include/c++/12/bits/cxxabi_forced.h" 1 3
# 34 "/usr/include/c++/12/bits/cxxabi_forced.h" 3
       
# 35 "/usr/include/c++/12/bits/cxxabi_forced.h" 3

#pragma GCC visibility push(default)


namespace __cxxabiv1
{







  class __forced_unwind
  {
    virtual ~__forced_unwind() throw();


    virtual void __pure_dummy() = 0;
  };
}


#pragma GCC visibility pop
# 37 "/usr/include/c++/12/bits/ostream_insert.h" 2 3


namespace std __attribute__ ((__visibility__ ("default")))
{


  template<typename _CharT, typename _Traits>
    inline void
    __ostream_write(basic_ostream<_CharT, _Traits>& __out,
      const _CharT* __s, streamsize __n)
    {
      typedef basic_ostream<_CharT, _Traits> __ostream_type;
      typedef typename __ostream_type::ios_base __ios_base;

      const streamsize __put = __out.rdbuf()->sputn(__s, __n);
      if (__put != __n)
 __out.setstate(__ios_base::badbit);
    }

  template<typename _CharT, typename _Traits>
    inline void
    __ostream_fill(basic_ostream<_CharT, _Traits>& __out, streamsize __n)
    {
      typedef basic_ostream<_CharT, _Traits> __ostream_type;
      typedef typename __ostream_type::ios_base __ios_base;

      const _CharT __c = __out.fill();
      for (; __n > 0; --__n)
 {
   const typename _Traits::int_type __put = __out.rdbuf()->sputc(__c);
   if (_Traits::eq_int_type(__put, _Traits::eof()))
     {
       __out.setstate(__ios_base::badbit);
       break;
     }
 }
    }

  template<typename _CharT, typename _Traits>
    basic_ostream<_CharT, _Traits>&
    __ostream_insert(basic_ostream<_CharT, _Traits>& __out,
       const _CharT* __s, streamsize __n)
    {
      typedef basic_ostream<_CharT, _Traits> __ostream_type;
      typedef typename __ostream_type::ios_base __ios_base;

      typename __ostream_type::sentry __cerb(__out);
      if (__cerb)
 {
   try
     {
       const streamsize __w = __out.width();
       if (__w > __n)
  {
    const bool __left = ((__out.flags()
     & __ios_base::adjustfield)
           == __ios_base::left);
    if (!__left)
      __ostream_fill(__out, __w - __n);
    if (__out.good())
      __ostream_write(__out, __s, __n);
    if (__left && __out.good())
      __ostream_fill(__out, __w - __n);
  }
       else
  __ostream_write(__out, __s, __n);
       __out.width(0);
     }
   catch(__cxxabiv1::__forced_unwind&)
     {
       __out._M_setstate(__ios_base::badbit);
       throw;
     }
   catch(...)
     { __out._M_setstate(__ios_base::badbit); }
 }
      return __out;
    }




  extern template ostream& __ostream_insert(ostream&, const char*, streamsize);


  extern template wostream& __ostream_insert(wostream&, const wchar_t*,
          streamsize);




}
# 46 "/usr/include/c++/12/string_view" 2 3
# 1 "/usr/include/c++/12/bits/stl_algobase.h" 1 3
# 63 "/usr/include/c++/12/bits/stl_algobase.h" 3
# 1 "/usr/include/c++/12/ext/numeric_traits.h" 1 3
# 32 "/usr/include/c++/12/ext/numeric_traits.h" 3
       
# 33 "/usr/include/c++/12/ext/numeric_traits.h" 3




namespace __gnu_cxx __attribute__ ((__visibility__ ("default")))
{

# 50 "/usr/include/c++/12/ext/numeric_traits.h" 3
  template<typename _Tp>
    struct __is_integer_nonstrict
    : public std::__is_integer<_Tp>
    {
      using std::__is_integer<_Tp>::__value;


      enum { __width = __value ? sizeof(_Tp) * 8 : 0 };
    };

  template<typename _Value>
    struct __numeric_traits_integer
    {

      static_assert(__is_integer_nonstrict<_Value>::__value,
      "invalid specialization");




      static const bool __is_signed = (_Value)(-1) < 0;
      static const int __digits
 = __is_integer_nonstrict<_Value>::__width - __is_signed;


      static const _Value __max = __is_signed
 ? (((((_Value)1 << (__digits - 1)) - 1) << 1) + 1)
 : ~(_Value)0;
      static const _Value __min = __is_signed ? -__max - 1 : (_Value)0;
    };

  template<typename _Value>
    const _Value __numeric_traits_integer<_Value>::__min;

  template<typename _Value>
    const _Value __numeric_traits_integer<_Value>::__max;

  template<typename _Value>
    const bool __numeric_traits_integer<_Value>::__is_signed;

  template<typename _Value>
    const int __numeric_traits_integer<_Value>::__digits;
# 130 "/usr/include/c++/12/ext/numeric_traits.h" 3
  __extension__ template<> struct __is_integer_nonstrict<__int128> { enum { __value = 1 }; typedef std::__true_type __type; enum { __width = 128 }; }; __extension__ template<> struct __is_integer_nonstrict<unsigned __int128> { enum { __value = 1 }; typedef std::__true_type __type; enum { __width = 128 }; };






  template<typename _Tp>
    using __int_traits = __numeric_traits_integer<_Tp>;
# 157 "/usr/include/c++/12/ext/numeric_traits.h" 3
  template<typename _Value>
    struct __numeric_traits_floating
    {

      static const int __max_digits10 = (2 + (std::__are_same<_Value, float>::__value ? 24 : std::__are_same<_Value, double>::__value ? 53 : 64) * 643L / 2136);


      static const bool __is_signed = true;
      static const int __digits10 = (std::__are_same<_Value, float>::__value ? 6 : std::__are_same<_Value, double>::__value ? 15 : 18);
      static const int __max_exponent10 = (std::__are_same<_Value, float>::__value ? 38 : std::__are_same<_Value, double>::__value ? 308 : 4932);
    };

  template<typename _Value>
    const int __numeric_traits_floating<_Value>::__max_digits10;

  template<typename _Value>
    const bool __numeric_traits_floating<_Value>::__is_signed;

  template<typename _Value>
    const int __numeric_traits_floating<_Value>::__digits10;

  template<typename _Value>
    const int __numeric_traits_floating<_Value>::__max_exponent10;






  template<typename _Value>
    struct __numeric_traits
    : public __numeric_traits_integer<_Value>
    { };

  template<>
    struct __numeric_traits<float>
    : public __numeric_traits_floating<float>
    { };

  template<>
    struct __numeric_traits<double>
    : public __numeric_traits_floating<double>
    { };

  template<>
    struct __numeric_traits<long double>
    : public __numeric_traits_floating<long double>
    { };
# 238 "/usr/include/c++/12/ext/numeric_traits.h" 3

}
# 64 "/usr/include/c++/12/bits/stl_algobase.h" 2 3


# 1 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 1 3
# 62 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 3
       
# 63 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 3

# 1 "/usr/include/c++/12/bits/concept_check.h" 1 3
# 33 "/usr/include/c++/12/bits/concept_check.h" 3
       
# 34 "/usr/include/c++/12/bits/concept_check.h" 3
# 65 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 2 3
# 1 "/usr/include/c++/12/debug/assertions.h" 1 3
# 66 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 2 3


namespace std __attribute__ ((__visibility__ ("default")))
{




  template <typename> struct _List_iterator;
  template <typename> struct _List_const_iterator;


  template<typename _InputIterator>
    inline constexpr
    typename iterator_traits<_InputIterator>::difference_type
    __distance(_InputIterator __first, _InputIterator __last,
               input_iterator_tag)
    {

     

      typename iterator_traits<_InputIterator>::difference_type __n = 0;
      while (__first != __last)
 {
   ++__first;
   ++__n;
 }
      return __n;
    }

  template<typename _RandomAccessIterator>
    inline constexpr
    typename iterator_traits<_RandomAccessIterator>::difference_type
    __distance(_RandomAccessIterator __first, _RandomAccessIterator __last,
               random_access_iterator_tag)
    {

     

      return __last - __first;
    }



  template<typename _Tp>
    ptrdiff_t
    __distance(std::_List_iterator<_Tp>,
        std::_List_iterator<_Tp>,
        input_iterator_tag);

  template<typename _Tp>
    ptrdiff_t
    __distance(std::_List_const_iterator<_Tp>,
        std::_List_const_iterator<_Tp>,
        input_iterator_tag);




  template<typename _OutputIterator>
    void
    __distance(_OutputIterator, _OutputIterator, output_iterator_tag) = delete;
# 143 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 3
  template<typename _InputIterator>
    [[__nodiscard__]]
    inline constexpr
    typename iterator_traits<_InputIterator>::difference_type
    distance(_InputIterator __first, _InputIterator __last)
    {

      return std::__distance(__first, __last,
        std::__iterator_category(__first));
    }

  template<typename _InputIterator, typename _Distance>
    inline constexpr void
    __advance(_InputIterator& __i, _Distance __n, input_iterator_tag)
    {

     
      do { if (std::__is_constant_evaluated() && !bool(__n >= 0)) __builtin_unreachable(); } while (false);
      while (__n--)
 ++__i;
    }

  template<typename _BidirectionalIterator, typename _Distance>
    inline constexpr void
    __advance(_BidirectionalIterator& __i, _Distance __n,
       bidirectional_iterator_tag)
    {

     

      if (__n > 0)
        while (__n--)
   ++__i;
      else
        while (__n++)
   --__i;
    }

  template<typename _RandomAccessIterator, typename _Distance>
    inline constexpr void
    __advance(_RandomAccessIterator& __i, _Distance __n,
              random_access_iterator_tag)
    {

     

      if (__builtin_constant_p(__n) && __n == 1)
 ++__i;
      else if (__builtin_constant_p(__n) && __n == -1)
 --__i;
      else
 __i += __n;
    }



  template<typename _OutputIterator, typename _Distance>
    void
    __advance(_OutputIterator&, _Distance, output_iterator_tag) = delete;
# 216 "/usr/include/c++/12/bits/stl_iterator_base_funcs.h" 3
  template<typename _InputIterator, typename _Distance>
    inline constexpr void
    advance(_InputIterator& __i, _Distance __n)
    {

      typename iterator_traits<_InputIterator>::difference_type __d = __n;
      std::__advance(__i, __d, std::__iterator_category(__i));
    }



  template<typename _InputIterator>
    [[__nodiscard__]]
    inline constexpr _InputIterator
    next(_InputIterator __x, typename
  iterator_traits<_InputIterator>::difference_type __n = 1)
    {

     
      std::advance(__x, __n);
      return __x;
    }

  template<typename _BidirectionalIterator>
    [[__nodiscard__]]
    inline constexpr _BidirectionalIterator
    prev(_BidirectionalIterator __x, typename
  iterator_traits<_BidirectionalIterator>::difference_type __n = 1)
    {

     

      std::advance(__x, -__n);
      return __x;
    }




}
# 67 "/usr/include/c++/12/bits/stl_algobase.h" 2 3


# 1 "/usr/include/c++/12/debug/debug.h" 1 3
# 48 "/usr/include/c++/12/debug/debug.h" 3
namespace std
{
  namespace __debug { }
}




namespace __gnu_debug
{
  using namespace std::__debug;

  template<typename _Ite, typename _Seq, typename _Cat>
    struct _Safe_iterator;
}
# 70 "/usr/include/c++/12/bits/stl_algobase.h" 2 3

# 1 "/usr/include/c++/12/bits/predefined_ops.h" 1 3
# 35 "/usr/include/c++/12/bits/predefined_ops.h" 3
namespace __gnu_cxx
{
namespace __ops
{
  struct _Iter_less_iter
  {
    template<typename _Iterator1, typename _Iterator2>
      constexpr
      bool
      operator()(_Iterator1 __it1, _Iterator2 __it2) const
      { return *__it1 < *__it2; }
  };

  constexpr
  inline _Iter_less_iter
  __iter_less_iter()
  { return _Iter_less_iter(); }

  struct _Iter_less_val
  {

    constexpr _Iter_less_val() = default;




   
    explicit
    _Iter_less_val(_Iter_less_iter) { }

    template<typename _Iterator, typename _Value>
     
      bool
      operator()(_Iterator __it, _Value& __val) const
      { return *__it < __val; }
  };

 
  inline _Iter_less_val
  __iter_less_val()
  { return _Iter_less_val(); }

 
  inline _Iter_less_val
  __iter_comp_val(_Iter_less_iter)
  { return _Iter_less_val(); }

  struct _Val_less_iter
  {

    constexpr _Val_less_iter() = default;




   
    explicit
    _Val_less_iter(_Iter_less_iter) { }

    template<typename _Value, typename _Iterator>
     
      bool
      operator()(_Value& __val, _Iterator __it) const
      { return __val < *__it; }
  };

 
  inline _Val_less_iter
  __val_less_iter()
  { return _Val_less_iter(); }

 
  inline _Val_less_iter
  __val_comp_iter(_Iter_less_iter)
  { return _Val_less_iter(); }

  struct _Iter_equal_to_iter
  {
    template<typename _Iterator1, typename _Iterator2>
     
      bool
      operator()(_Iterator1 __it1, _Iterator2 __it2) const
      { return *__it1 == *__it2; }
  };

 
  inline _Iter_equal_to_iter
  __iter_equal_to_iter()
  { return _Iter_equal_to_iter(); }

  struct _Iter_equal_to_val
  {
    template<typename _Iterator, typename _Value>
     
      bool
      operator()(_Iterator __it, _Value& __val) const
      { return *__it == __val; }
  };

 
  inline _Iter_equal_to_val
  __iter_equal_to_val()
  { return _Iter_equal_to_val(); }

 
  inline _Iter_equal_to_val
  __iter_comp_val(_Iter_equal_to_iter)
  { return _Iter_equal_to_val(); }

  template<typename _Compare>
    struct _Iter_comp_iter
    {
      _Compare _M_comp;

      explicit constexpr
      _Iter_comp_iter(_Compare __comp)
 : _M_comp(std::move(__comp))
      { }

      template<typename _Iterator1, typename _Iterator2>
        constexpr
        bool
        operator()(_Iterator1 __it1, _Iterator2 __it2)
        { return bool(_M_comp(*__it1, *__it2)); }
    };

  template<typename _Compare>
    constexpr
    inline _Iter_comp_iter<_Compare>
    __iter_comp_iter(_Compare __comp)
    { return _Iter_comp_iter<_Compare>(std::move(__comp)); }

  template<typename _Compare>
    struct _Iter_comp_val
    {
      _Compare _M_comp;

     
      explicit
      _Iter_comp_val(_Compare __comp)
 : _M_comp(std::move(__comp))
      { }

     
      explicit
      _Iter_comp_val(const _Iter_comp_iter<_Compare>& __comp)
 : _M_comp(__comp._M_comp)
      { }


     
      explicit
      _Iter_comp_val(_Iter_comp_iter<_Compare>&& __comp)
 : _M_comp(std::move(__comp._M_comp))
      { }


      template<typename _Iterator, typename _Value>

 bool
 operator()(_Iterator __it, _Value& __val)
 { return bool(_M_comp(*__it, __val)); }
    };

  template<typename _Compare>
   
    inline _Iter_comp_val<_Compare>
    __iter_comp_val(_Compare __comp)
    { return _Iter_comp_val<_Compare>(std::move(__comp)); }

  template<typename _Compare>
   
    inline _Iter_comp_val<_Compare>
    __iter_comp_val(_Iter_comp_iter<_Compare> __comp)
    { return _Iter_comp_val<_Compare>(std::move(__comp)); }

  template<typename _Compare>
    struct _Val_comp_iter
    {
      _Compare _M_comp;

     
      explicit
      _Val_comp_iter(_Compare __comp)
 : _M_comp(std::move(__comp))
      { }

     
      explicit
      _Val_comp_iter(const _Iter_comp_iter<_Compare>& __comp)
 : _M_comp(__comp._M_comp)
      { }


     
      explicit
      _Val_comp_iter(_Iter_comp_iter<_Compare>&& __comp)
 : _M_comp(std::move(__comp._M_comp))
      { }


      template<typename _Value, typename _Iterator>

 bool
 operator()(_Value& __val, _Iterator __it)
 { return bool(_M_comp(__val, *__it)); }
    };

  template<typename _Compare>
   
    inline _Val_comp_iter<_Compare>
    __val_comp_iter(_Compare __comp)
    { return _Val_comp_iter<_Compare>(std::move(__comp)); }

  template<typename _Compare>
   
    inline _Val_comp_iter<_Compare>
    __val_comp_iter(_Iter_comp_iter<_Compare> __comp)
    { return _Val_comp_iter<_Compare>(std::move(__comp)); }

  template<typename _Value>
    struct _Iter_equals_val
    {
      _Value& _M_value;

     
      explicit
      _Iter_equals_val(_Value& __value)
 : _M_value(__value)
      { }

      template<typename _Iterator>

 bool
 operator()(_Iterator __it)
 { return *__it == _M_value; }
    };

  template<typename _Value>
   
    inline _Iter_equals_val<_Value>
    __iter_equals_val(_Value& __val)
    { return _Iter_equals_val<_Value>(__val); }

  template<typename _Iterator1>
    struct _Iter_equals_iter
    {
      _Iterator1 _M_it1;

     
      explicit
      _Iter_equals_iter(_Iterator1 __it1)
 : _M_it1(__it1)
      { }

      template<typename _Iterator2>

 bool
 operator()(_Iterator2 __it2)
 { return *__it2 == *_M_it1; }
    };

  template<typename _Iterator>
   
    inline _Iter_equals_iter<_Iterator>
    __iter_comp_iter(_Iter_equal_to_iter, _Iterator __it)
    { return _Iter_equals_iter<_Iterator>(__it); }

  template<typename _Predicate>
    struct _Iter_pred
    {
      _Predicate _M_pred;

     
      explicit
      _Iter_pred(_Predicate __pred)
 : _M_pred(std::move(__pred))
      { }

      template<typename _Iterator>

 bool
 operator()(_Iterator __it)
 { return bool(_M_pred(*__it)); }
    };

  template<typename _Predicate>
   
    inline _Iter_pred<_Predicate>
    __pred_iter(_Predicate __pred)
    { return _Iter_pred<_Predicate>(std::move(__pred)); }

  template<typename _Compare, typename _Value>
    struct _Iter_comp_to_val
    {
      _Compare _M_comp;
      _Value& _M_value;

     
      _Iter_comp_to_val(_Compare __comp, _Value& __value)
 : _M_comp(std::move(__comp)), _M_value(__value)
      { }

      template<typename _Iterator>

 bool
 operator()(_Iterator __it)
 { return bool(_M_comp(*__it, _M_value)); }
    };

  template<typename _Compare, typename _Value>
    _Iter_comp_to_val<_Compare, _Value>
   
    __iter_comp_val(_Compare __comp, _Value &__val)
    {
      return _Iter_comp_to_val<_Compare, _Value>(std::move(__comp), __val);
    }

  template<typename _Compare, typename _Iterator1>
    struct _Iter_comp_to_iter
    {
      _Compare _M_comp;
      _Iterator1 _M_it1;

     
      _Iter_comp_to_iter(_Compare __comp, _Iterator1 __it1)
 : _M_comp(std::move(__comp)), _M_it1(__it1)
      { }

      template<typename _Iterator2>

 bool
 operator()(_Iterator2 __it2)
 { return bool(_M_comp(*__it2, *_M_it1)); }
    };

  template<typename _Compare, typename _Iterator>
   
    inline _Iter_comp_to_iter<_Compare, _Iterator>
    __iter_comp_iter(_Iter_comp_iter<_Compare> __comp, _Iterator __it)
    {
      return _Iter_comp_to_iter<_Compare, _Iterator>(
   std::move(__comp._M_comp), __it);
    }

  template<typename _Predicate>
    struct _Iter_negate
    {
      _Predicate _M_pred;

     
      explicit
      _Iter_negate(_Predicate __pred)
 : _M_pred(std::move(__pred))
      { }

      template<typename _Iterator>

 bool
 operator()(_Iterator __it)
 { return !bool(_M_pred(*__it)); }
    };

  template<typename _Predicate>
   
    inline _Iter_negate<_Predicate>
    __negate(_Iter_pred<_Predicate> __pred)
    { return _Iter_negate<_Predicate>(std::move(__pred._M_pred)); }

}
}
# 72 "/usr/include/c++/12/bits/stl_algobase.h" 2 3







namespace std __attribute__ ((__visibility__ ("default")))
{






  template<typename _Tp, typename _Up>
    constexpr
    inline int
    __memcmp(const _Tp* __first1, const _Up* __first2, size_t __num)
    {

      static_assert(sizeof(_Tp) == sizeof(_Up), "can be compared with memcmp");
# 105 "/usr/include/c++/12/bits/stl_algobase.h" 3
 return __builtin_memcmp(__first1, __first2, sizeof(_Tp) * __num);
    }
# 149 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _ForwardIterator1, typename _ForwardIterator2>
   
    inline void
    iter_swap(_ForwardIterator1 __a, _ForwardIterator2 __b)
    {

     

     
# 182 "/usr/include/c++/12/bits/stl_algobase.h" 3
      swap(*__a, *__b);

    }
# 198 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _ForwardIterator1, typename _ForwardIterator2>
   
    _ForwardIterator2
    swap_ranges(_ForwardIterator1 __first1, _ForwardIterator1 __last1,
  _ForwardIterator2 __first2)
    {

     

     

      ;

      for (; __first1 != __last1; ++__first1, (void)++__first2)
 std::iter_swap(__first1, __first2);
      return __first2;
    }
# 227 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _Tp>
    constexpr
    inline const _Tp&
    min(const _Tp& __a, const _Tp& __b)
    {

     

      if (__b < __a)
 return __b;
      return __a;
    }
# 251 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _Tp>
    constexpr
    inline const _Tp&
    max(const _Tp& __a, const _Tp& __b)
    {

     

      if (__a < __b)
 return __b;
      return __a;
    }
# 275 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _Tp, typename _Compare>
    constexpr
    inline const _Tp&
    min(const _Tp& __a, const _Tp& __b, _Compare __comp)
    {

      if (__comp(__b, __a))
 return __b;
      return __a;
    }
# 297 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _Tp, typename _Compare>
    constexpr
    inline const _Tp&
    max(const _Tp& __a, const _Tp& __b, _Compare __comp)
    {

      if (__comp(__a, __b))
 return __b;
      return __a;
    }



  template<typename _Iterator>
   
    inline _Iterator
    __niter_base(_Iterator __it)
    noexcept(std::is_nothrow_copy_constructible<_Iterator>::value)
    { return __it; }

  template<typename _Ite, typename _Seq>
    _Ite
    __niter_base(const ::__gnu_debug::_Safe_iterator<_Ite, _Seq,
   std::random_access_iterator_tag>&);




  template<typename _From, typename _To>
   
    inline _From
    __niter_wrap(_From __from, _To __res)
    { return __from + (__res - std::__niter_base(__from)); }


  template<typename _Iterator>
   
    inline _Iterator
    __niter_wrap(const _Iterator&, _Iterator __res)
    { return __res; }







  template<bool _IsMove, bool _IsSimple, typename _Category>
    struct __copy_move
    {
      template<typename _II, typename _OI>

 static _OI
 __copy_m(_II __first, _II __last, _OI __result)
 {
   for (; __first != __last; ++__result, (void)++__first)
     *__result = *__first;
   return __result;
 }
    };


  template<typename _Category>
    struct __copy_move<true, false, _Category>
    {
      template<typename _II, typename _OI>

 static _OI
 __copy_m(_II __first, _II __last, _OI __result)
 {
   for (; __first != __last; ++__result, (void)++__first)
     *__result = std::move(*__first);
   return __result;
 }
    };


  template<>
    struct __copy_move<false, false, random_access_iterator_tag>
    {
      template<typename _II, typename _OI>

 static _OI
 __copy_m(_II __first, _II __last, _OI __result)
 {
   typedef typename iterator_traits<_II>::difference_type _Distance;
   for(_Distance __n = __last - __first; __n > 0; --__n)
     {
       *__result = *__first;
       ++__first;
       ++__result;
     }
   return __result;
 }
    };


  template<>
    struct __copy_move<true, false, random_access_iterator_tag>
    {
      template<typename _II, typename _OI>

 static _OI
 __copy_m(_II __first, _II __last, _OI __result)
 {
   typedef typename iterator_traits<_II>::difference_type _Distance;
   for(_Distance __n = __last - __first; __n > 0; --__n)
     {
       *__result = std::move(*__first);
       ++__first;
       ++__result;
     }
   return __result;
 }
    };


  template<bool _IsMove>
    struct __copy_move<_IsMove, true, random_access_iterator_tag>
    {
      template<typename _Tp>

 static _Tp*
 __copy_m(const _Tp* __first, const _Tp* __last, _Tp* __result)
 {

   using __assignable = __conditional_t<_IsMove,
            is_move_assignable<_Tp>,
            is_copy_assignable<_Tp>>;

   static_assert( __assignable::value, "type must be assignable" );

   const ptrdiff_t _Num = __last - __first;
   if (_Num)
     __builtin_memmove(__result, __first, sizeof(_Tp) * _Num);
   return __result + _Num;
 }
    };



  template<typename _Tp, typename _Ref, typename _Ptr>
    struct _Deque_iterator;

  struct _Bit_iterator;





  template<typename _CharT>
    struct char_traits;

  template<typename _CharT, typename _Traits>
    class istreambuf_iterator;

  template<typename _CharT, typename _Traits>
    class ostreambuf_iterator;

  template<bool _IsMove, typename _CharT>
    typename __gnu_cxx::__enable_if<__is_char<_CharT>::__value,
      ostreambuf_iterator<_CharT, char_traits<_CharT> > >::__type
    __copy_move_a2(_CharT*, _CharT*,
     ostreambuf_iterator<_CharT, char_traits<_CharT> >);

  template<bool _IsMove, typename _CharT>
    typename __gnu_cxx::__enable_if<__is_char<_CharT>::__value,
      ostreambuf_iterator<_CharT, char_traits<_CharT> > >::__type
    __copy_move_a2(const _CharT*, const _CharT*,
     ostreambuf_iterator<_CharT, char_traits<_CharT> >);

  template<bool _IsMove, typename _CharT>
    typename __gnu_cxx::__enable_if<__is_char<_CharT>::__value,
        _CharT*>::__type
    __copy_move_a2(istreambuf_iterator<_CharT, char_traits<_CharT> >,
     istreambuf_iterator<_CharT, char_traits<_CharT> >, _CharT*);

  template<bool _IsMove, typename _CharT>
    typename __gnu_cxx::__enable_if<
      __is_char<_CharT>::__value,
      std::_Deque_iterator<_CharT, _CharT&, _CharT*> >::__type
    __copy_move_a2(
 istreambuf_iterator<_CharT, char_traits<_CharT> >,
 istreambuf_iterator<_CharT, char_traits<_CharT> >,
 std::_Deque_iterator<_CharT, _CharT&, _CharT*>);

  template<bool _IsMove, typename _II, typename _OI>
   
    inline _OI
    __copy_move_a2(_II __first, _II __last, _OI __result)
    {
      typedef typename iterator_traits<_II>::iterator_category _Category;





      return std::__copy_move<_IsMove, __memcpyable<_OI, _II>::__value,
         _Category>::__copy_m(__first, __last, __result);
    }

  template<bool _IsMove,
    typename _Tp, typename _Ref, typename _Ptr, typename _OI>
    _OI
    __copy_move_a1(std::_Deque_iterator<_Tp, _Ref, _Ptr>,
     std::_Deque_iterator<_Tp, _Ref, _Ptr>,
     _OI);

  template<bool _IsMove,
    typename _ITp, typename _IRef, typename _IPtr, typename _OTp>
    std::_Deque_iterator<_OTp, _OTp&, _OTp*>
    __copy_move_a1(std::_Deque_iterator<_ITp, _IRef, _IPtr>,
     std::_Deque_iterator<_ITp, _IRef, _IPtr>,
     std::_Deque_iterator<_OTp, _OTp&, _OTp*>);

  template<bool _IsMove, typename _II, typename _Tp>
    typename __gnu_cxx::__enable_if<
      __is_random_access_iter<_II>::__value,
      std::_Deque_iterator<_Tp, _Tp&, _Tp*> >::__type
    __copy_move_a1(_II, _II, std::_Deque_iterator<_Tp, _Tp&, _Tp*>);

  template<bool _IsMove, typename _II, typename _OI>
   
    inline _OI
    __copy_move_a1(_II __first, _II __last, _OI __result)
    { return std::__copy_move_a2<_IsMove>(__first, __last, __result); }

  template<bool _IsMove, typename _II, typename _OI>
   
    inline _OI
    __copy_move_a(_II __first, _II __last, _OI __result)
    {
      return std::__niter_wrap(__result,
  std::__copy_move_a1<_IsMove>(std::__niter_base(__first),
          std::__niter_base(__last),
          std::__niter_base(__result)));
    }

  template<bool _IsMove,
    typename _Ite, typename _Seq, typename _Cat, typename _OI>
    _OI
    __copy_move_a(const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&,
    const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&,
    _OI);

  template<bool _IsMove,
    typename _II, typename _Ite, typename _Seq, typename _Cat>
    __gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>
    __copy_move_a(_II, _II,
    const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&);

  template<bool _IsMove,
    typename _IIte, typename _ISeq, typename _ICat,
    typename _OIte, typename _OSeq, typename _OCat>
    ::__gnu_debug::_Safe_iterator<_OIte, _OSeq, _OCat>
    __copy_move_a(const ::__gnu_debug::_Safe_iterator<_IIte, _ISeq, _ICat>&,
    const ::__gnu_debug::_Safe_iterator<_IIte, _ISeq, _ICat>&,
    const ::__gnu_debug::_Safe_iterator<_OIte, _OSeq, _OCat>&);

  template<typename _InputIterator, typename _Size, typename _OutputIterator>
   
    _OutputIterator
    __copy_n_a(_InputIterator __first, _Size __n, _OutputIterator __result,
        bool)
    {
      if (__n > 0)
 {
   while (true)
     {
       *__result = *__first;
       ++__result;
       if (--__n > 0)
  ++__first;
       else
  break;
     }
 }
      return __result;
    }

  template<typename _CharT, typename _Size>
    typename __gnu_cxx::__enable_if<
      __is_char<_CharT>::__value, _CharT*>::__type
    __copy_n_a(istreambuf_iterator<_CharT, char_traits<_CharT> >,
        _Size, _CharT*, bool);

  template<typename _CharT, typename _Size>
    typename __gnu_cxx::__enable_if<
      __is_char<_CharT>::__value,
      std::_Deque_iterator<_CharT, _CharT&, _CharT*> >::__type
    __copy_n_a(istreambuf_iterator<_CharT, char_traits<_CharT> >, _Size,
        std::_Deque_iterator<_CharT, _CharT&, _CharT*>,
        bool);
# 608 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _II, typename _OI>
   
    inline _OI
    copy(_II __first, _II __last, _OI __result)
    {

     
     

      ;

      return std::__copy_move_a<__is_move_iterator<_II>::__value>
      (std::__miter_base(__first), std::__miter_base(__last), __result);
    }
# 641 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _II, typename _OI>
   
    inline _OI
    move(_II __first, _II __last, _OI __result)
    {

     
     

      ;

      return std::__copy_move_a<true>(std::__miter_base(__first),
          std::__miter_base(__last), __result);
    }






  template<bool _IsMove, bool _IsSimple, typename _Category>
    struct __copy_move_backward
    {
      template<typename _BI1, typename _BI2>

 static _BI2
 __copy_move_b(_BI1 __first, _BI1 __last, _BI2 __result)
 {
   while (__first != __last)
     *--__result = *--__last;
   return __result;
 }
    };


  template<typename _Category>
    struct __copy_move_backward<true, false, _Category>
    {
      template<typename _BI1, typename _BI2>

 static _BI2
 __copy_move_b(_BI1 __first, _BI1 __last, _BI2 __result)
 {
   while (__first != __last)
     *--__result = std::move(*--__last);
   return __result;
 }
    };


  template<>
    struct __copy_move_backward<false, false, random_access_iterator_tag>
    {
      template<typename _BI1, typename _BI2>

 static _BI2
 __copy_move_b(_BI1 __first, _BI1 __last, _BI2 __result)
 {
   typename iterator_traits<_BI1>::difference_type
     __n = __last - __first;
   for (; __n > 0; --__n)
     *--__result = *--__last;
   return __result;
 }
    };


  template<>
    struct __copy_move_backward<true, false, random_access_iterator_tag>
    {
      template<typename _BI1, typename _BI2>

 static _BI2
 __copy_move_b(_BI1 __first, _BI1 __last, _BI2 __result)
 {
   typename iterator_traits<_BI1>::difference_type
     __n = __last - __first;
   for (; __n > 0; --__n)
     *--__result = std::move(*--__last);
   return __result;
 }
    };


  template<bool _IsMove>
    struct __copy_move_backward<_IsMove, true, random_access_iterator_tag>
    {
      template<typename _Tp>

 static _Tp*
 __copy_move_b(const _Tp* __first, const _Tp* __last, _Tp* __result)
 {

   using __assignable = __conditional_t<_IsMove,
            is_move_assignable<_Tp>,
            is_copy_assignable<_Tp>>;

   static_assert( __assignable::value, "type must be assignable" );

   const ptrdiff_t _Num = __last - __first;
   if (_Num)
     __builtin_memmove(__result - _Num, __first, sizeof(_Tp) * _Num);
   return __result - _Num;
 }
    };

  template<bool _IsMove, typename _BI1, typename _BI2>
   
    inline _BI2
    __copy_move_backward_a2(_BI1 __first, _BI1 __last, _BI2 __result)
    {
      typedef typename iterator_traits<_BI1>::iterator_category _Category;





      return std::__copy_move_backward<_IsMove,
           __memcpyable<_BI2, _BI1>::__value,
           _Category>::__copy_move_b(__first,
         __last,
         __result);
    }

  template<bool _IsMove, typename _BI1, typename _BI2>
   
    inline _BI2
    __copy_move_backward_a1(_BI1 __first, _BI1 __last, _BI2 __result)
    { return std::__copy_move_backward_a2<_IsMove>(__first, __last, __result); }

  template<bool _IsMove,
    typename _Tp, typename _Ref, typename _Ptr, typename _OI>
    _OI
    __copy_move_backward_a1(std::_Deque_iterator<_Tp, _Ref, _Ptr>,
       std::_Deque_iterator<_Tp, _Ref, _Ptr>,
       _OI);

  template<bool _IsMove,
    typename _ITp, typename _IRef, typename _IPtr, typename _OTp>
    std::_Deque_iterator<_OTp, _OTp&, _OTp*>
    __copy_move_backward_a1(
   std::_Deque_iterator<_ITp, _IRef, _IPtr>,
   std::_Deque_iterator<_ITp, _IRef, _IPtr>,
   std::_Deque_iterator<_OTp, _OTp&, _OTp*>);

  template<bool _IsMove, typename _II, typename _Tp>
    typename __gnu_cxx::__enable_if<
      __is_random_access_iter<_II>::__value,
      std::_Deque_iterator<_Tp, _Tp&, _Tp*> >::__type
    __copy_move_backward_a1(_II, _II,
       std::_Deque_iterator<_Tp, _Tp&, _Tp*>);

  template<bool _IsMove, typename _II, typename _OI>
   
    inline _OI
    __copy_move_backward_a(_II __first, _II __last, _OI __result)
    {
      return std::__niter_wrap(__result,
  std::__copy_move_backward_a1<_IsMove>
    (std::__niter_base(__first), std::__niter_base(__last),
     std::__niter_base(__result)));
    }

  template<bool _IsMove,
    typename _Ite, typename _Seq, typename _Cat, typename _OI>
    _OI
    __copy_move_backward_a(
  const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&,
  const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&,
  _OI);

  template<bool _IsMove,
    typename _II, typename _Ite, typename _Seq, typename _Cat>
    __gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>
    __copy_move_backward_a(_II, _II,
  const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&);

  template<bool _IsMove,
    typename _IIte, typename _ISeq, typename _ICat,
    typename _OIte, typename _OSeq, typename _OCat>
    ::__gnu_debug::_Safe_iterator<_OIte, _OSeq, _OCat>
    __copy_move_backward_a(
  const ::__gnu_debug::_Safe_iterator<_IIte, _ISeq, _ICat>&,
  const ::__gnu_debug::_Safe_iterator<_IIte, _ISeq, _ICat>&,
  const ::__gnu_debug::_Safe_iterator<_OIte, _OSeq, _OCat>&);
# 845 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _BI1, typename _BI2>
   
    inline _BI2
    copy_backward(_BI1 __first, _BI1 __last, _BI2 __result)
    {

     
     
     

      ;

      return std::__copy_move_backward_a<__is_move_iterator<_BI1>::__value>
      (std::__miter_base(__first), std::__miter_base(__last), __result);
    }
# 880 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _BI1, typename _BI2>
   
    inline _BI2
    move_backward(_BI1 __first, _BI1 __last, _BI2 __result)
    {

     
     
     

      ;

      return std::__copy_move_backward_a<true>(std::__miter_base(__first),
            std::__miter_base(__last),
            __result);
    }






  template<typename _ForwardIterator, typename _Tp>
   
    inline typename
    __gnu_cxx::__enable_if<!__is_scalar<_Tp>::__value, void>::__type
    __fill_a1(_ForwardIterator __first, _ForwardIterator __last,
       const _Tp& __value)
    {
      for (; __first != __last; ++__first)
 *__first = __value;
    }

  template<typename _ForwardIterator, typename _Tp>
   
    inline typename
    __gnu_cxx::__enable_if<__is_scalar<_Tp>::__value, void>::__type
    __fill_a1(_ForwardIterator __first, _ForwardIterator __last,
       const _Tp& __value)
    {
      const _Tp __tmp = __value;
      for (; __first != __last; ++__first)
 *__first = __tmp;
    }


  template<typename _Tp>
   
    inline typename
    __gnu_cxx::__enable_if<__is_byte<_Tp>::__value, void>::__type
    __fill_a1(_Tp* __first, _Tp* __last, const _Tp& __c)
    {
      const _Tp __tmp = __c;
# 941 "/usr/include/c++/12/bits/stl_algobase.h" 3
      if (const size_t __len = __last - __first)
 __builtin_memset(__first, static_cast<unsigned char>(__tmp), __len);
    }

  template<typename _Ite, typename _Cont, typename _Tp>
   
    inline void
    __fill_a1(::__gnu_cxx::__normal_iterator<_Ite, _Cont> __first,
       ::__gnu_cxx::__normal_iterator<_Ite, _Cont> __last,
       const _Tp& __value)
    { std::__fill_a1(__first.base(), __last.base(), __value); }

  template<typename _Tp, typename _VTp>
    void
    __fill_a1(const std::_Deque_iterator<_Tp, _Tp&, _Tp*>&,
       const std::_Deque_iterator<_Tp, _Tp&, _Tp*>&,
       const _VTp&);

 
  void
  __fill_a1(std::_Bit_iterator, std::_Bit_iterator,
     const bool&);

  template<typename _FIte, typename _Tp>
   
    inline void
    __fill_a(_FIte __first, _FIte __last, const _Tp& __value)
    { std::__fill_a1(__first, __last, __value); }

  template<typename _Ite, typename _Seq, typename _Cat, typename _Tp>
    void
    __fill_a(const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&,
      const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>&,
      const _Tp&);
# 988 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _ForwardIterator, typename _Tp>
   
    inline void
    fill(_ForwardIterator __first, _ForwardIterator __last, const _Tp& __value)
    {

     

      ;

      std::__fill_a(__first, __last, __value);
    }


  inline constexpr int
  __size_to_integer(int __n) { return __n; }
  inline constexpr unsigned
  __size_to_integer(unsigned __n) { return __n; }
  inline constexpr long
  __size_to_integer(long __n) { return __n; }
  inline constexpr unsigned long
  __size_to_integer(unsigned long __n) { return __n; }
  inline constexpr long long
  __size_to_integer(long long __n) { return __n; }
  inline constexpr unsigned long long
  __size_to_integer(unsigned long long __n) { return __n; }
# 1040 "/usr/include/c++/12/bits/stl_algobase.h" 3
  inline constexpr long long
  __size_to_integer(float __n) { return (long long)__n; }
  inline constexpr long long
  __size_to_integer(double __n) { return (long long)__n; }
  inline constexpr long long
  __size_to_integer(long double __n) { return (long long)__n; }





  template<typename _OutputIterator, typename _Size, typename _Tp>
   
    inline typename
    __gnu_cxx::__enable_if<!__is_scalar<_Tp>::__value, _OutputIterator>::__type
    __fill_n_a1(_OutputIterator __first, _Size __n, const _Tp& __value)
    {
      for (; __n > 0; --__n, (void) ++__first)
 *__first = __value;
      return __first;
    }

  template<typename _OutputIterator, typename _Size, typename _Tp>
   
    inline typename
    __gnu_cxx::__enable_if<__is_scalar<_Tp>::__value, _OutputIterator>::__type
    __fill_n_a1(_OutputIterator __first, _Size __n, const _Tp& __value)
    {
      const _Tp __tmp = __value;
      for (; __n > 0; --__n, (void) ++__first)
 *__first = __tmp;
      return __first;
    }

  template<typename _Ite, typename _Seq, typename _Cat, typename _Size,
    typename _Tp>
    ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>
    __fill_n_a(const ::__gnu_debug::_Safe_iterator<_Ite, _Seq, _Cat>& __first,
        _Size __n, const _Tp& __value,
        std::input_iterator_tag);

  template<typename _OutputIterator, typename _Size, typename _Tp>
   
    inline _OutputIterator
    __fill_n_a(_OutputIterator __first, _Size __n, const _Tp& __value,
        std::output_iterator_tag)
    {

      static_assert(is_integral<_Size>{}, "fill_n must pass integral size");

      return __fill_n_a1(__first, __n, __value);
    }

  template<typename _OutputIterator, typename _Size, typename _Tp>
   
    inline _OutputIterator
    __fill_n_a(_OutputIterator __first, _Size __n, const _Tp& __value,
        std::input_iterator_tag)
    {

      static_assert(is_integral<_Size>{}, "fill_n must pass integral size");

      return __fill_n_a1(__first, __n, __value);
    }

  template<typename _OutputIterator, typename _Size, typename _Tp>
   
    inline _OutputIterator
    __fill_n_a(_OutputIterator __first, _Size __n, const _Tp& __value,
        std::random_access_iterator_tag)
    {

      static_assert(is_integral<_Size>{}, "fill_n must pass integral size");

      if (__n <= 0)
 return __first;

      ;

      std::__fill_a(__first, __first + __n, __value);
      return __first + __n;
    }
# 1140 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _OI, typename _Size, typename _Tp>
   
    inline _OI
    fill_n(_OI __first, _Size __n, const _Tp& __value)
    {

     

      return std::__fill_n_a(__first, std::__size_to_integer(__n), __value,
          std::__iterator_category(__first));
    }

  template<bool _BoolType>
    struct __equal
    {
      template<typename _II1, typename _II2>

 static bool
 equal(_II1 __first1, _II1 __last1, _II2 __first2)
 {
   for (; __first1 != __last1; ++__first1, (void) ++__first2)
     if (!(*__first1 == *__first2))
       return false;
   return true;
 }
    };

  template<>
    struct __equal<true>
    {
      template<typename _Tp>

 static bool
 equal(const _Tp* __first1, const _Tp* __last1, const _Tp* __first2)
 {
   if (const size_t __len = (__last1 - __first1))
     return !std::__memcmp(__first1, __first2, __len);
   return true;
 }
    };

  template<typename _Tp, typename _Ref, typename _Ptr, typename _II>
    typename __gnu_cxx::__enable_if<
      __is_random_access_iter<_II>::__value, bool>::__type
    __equal_aux1(std::_Deque_iterator<_Tp, _Ref, _Ptr>,
   std::_Deque_iterator<_Tp, _Ref, _Ptr>,
   _II);

  template<typename _Tp1, typename _Ref1, typename _Ptr1,
    typename _Tp2, typename _Ref2, typename _Ptr2>
    bool
    __equal_aux1(std::_Deque_iterator<_Tp1, _Ref1, _Ptr1>,
   std::_Deque_iterator<_Tp1, _Ref1, _Ptr1>,
   std::_Deque_iterator<_Tp2, _Ref2, _Ptr2>);

  template<typename _II, typename _Tp, typename _Ref, typename _Ptr>
    typename __gnu_cxx::__enable_if<
      __is_random_access_iter<_II>::__value, bool>::__type
    __equal_aux1(_II, _II,
  std::_Deque_iterator<_Tp, _Ref, _Ptr>);

  template<typename _II1, typename _II2>
   
    inline bool
    __equal_aux1(_II1 __first1, _II1 __last1, _II2 __first2)
    {
      typedef typename iterator_traits<_II1>::value_type _ValueType1;
      const bool __simple = ((__is_integer<_ValueType1>::__value
         || __is_pointer<_ValueType1>::__value)
        && __memcmpable<_II1, _II2>::__value);
      return std::__equal<__simple>::equal(__first1, __last1, __first2);
    }

  template<typename _II1, typename _II2>
   
    inline bool
    __equal_aux(_II1 __first1, _II1 __last1, _II2 __first2)
    {
      return std::__equal_aux1(std::__niter_base(__first1),
          std::__niter_base(__last1),
          std::__niter_base(__first2));
    }

  template<typename _II1, typename _Seq1, typename _Cat1, typename _II2>
    bool
    __equal_aux(const ::__gnu_debug::_Safe_iterator<_II1, _Seq1, _Cat1>&,
  const ::__gnu_debug::_Safe_iterator<_II1, _Seq1, _Cat1>&,
  _II2);

  template<typename _II1, typename _II2, typename _Seq2, typename _Cat2>
    bool
    __equal_aux(_II1, _II1,
  const ::__gnu_debug::_Safe_iterator<_II2, _Seq2, _Cat2>&);

  template<typename _II1, typename _Seq1, typename _Cat1,
    typename _II2, typename _Seq2, typename _Cat2>
    bool
    __equal_aux(const ::__gnu_debug::_Safe_iterator<_II1, _Seq1, _Cat1>&,
  const ::__gnu_debug::_Safe_iterator<_II1, _Seq1, _Cat1>&,
  const ::__gnu_debug::_Safe_iterator<_II2, _Seq2, _Cat2>&);

  template<typename, typename>
    struct __lc_rai
    {
      template<typename _II1, typename _II2>

 static _II1
 __newlast1(_II1, _II1 __last1, _II2, _II2)
 { return __last1; }

      template<typename _II>

 static bool
 __cnd2(_II __first, _II __last)
 { return __first != __last; }
    };

  template<>
    struct __lc_rai<random_access_iterator_tag, random_access_iterator_tag>
    {
      template<typename _RAI1, typename _RAI2>

 static _RAI1
 __newlast1(_RAI1 __first1, _RAI1 __last1,
     _RAI2 __first2, _RAI2 __last2)
 {
   const typename iterator_traits<_RAI1>::difference_type
     __diff1 = __last1 - __first1;
   const typename iterator_traits<_RAI2>::difference_type
     __diff2 = __last2 - __first2;
   return __diff2 < __diff1 ? __first1 + __diff2 : __last1;
 }

      template<typename _RAI>
 static bool
 __cnd2(_RAI, _RAI)
 { return true; }
    };

  template<typename _II1, typename _II2, typename _Compare>
   
    bool
    __lexicographical_compare_impl(_II1 __first1, _II1 __last1,
       _II2 __first2, _II2 __last2,
       _Compare __comp)
    {
      typedef typename iterator_traits<_II1>::iterator_category _Category1;
      typedef typename iterator_traits<_II2>::iterator_category _Category2;
      typedef std::__lc_rai<_Category1, _Category2> __rai_type;

      __last1 = __rai_type::__newlast1(__first1, __last1, __first2, __last2);
      for (; __first1 != __last1 && __rai_type::__cnd2(__first2, __last2);
    ++__first1, (void)++__first2)
 {
   if (__comp(__first1, __first2))
     return true;
   if (__comp(__first2, __first1))
     return false;
 }
      return __first1 == __last1 && __first2 != __last2;
    }

  template<bool _BoolType>
    struct __lexicographical_compare
    {
      template<typename _II1, typename _II2>

 static bool
 __lc(_II1 __first1, _II1 __last1, _II2 __first2, _II2 __last2)
 {
   using __gnu_cxx::__ops::__iter_less_iter;
   return std::__lexicographical_compare_impl(__first1, __last1,
           __first2, __last2,
           __iter_less_iter());
 }

      template<typename _II1, typename _II2>

 static int
 __3way(_II1 __first1, _II1 __last1, _II2 __first2, _II2 __last2)
 {
   while (__first1 != __last1)
     {
       if (__first2 == __last2)
  return +1;
       if (*__first1 < *__first2)
  return -1;
       if (*__first2 < *__first1)
  return +1;
       ++__first1;
       ++__first2;
     }
   return int(__first2 == __last2) - 1;
 }
    };

  template<>
    struct __lexicographical_compare<true>
    {
      template<typename _Tp, typename _Up>

 static bool
 __lc(const _Tp* __first1, const _Tp* __last1,
      const _Up* __first2, const _Up* __last2)
 { return __3way(__first1, __last1, __first2, __last2) < 0; }

      template<typename _Tp, typename _Up>

 static ptrdiff_t
 __3way(const _Tp* __first1, const _Tp* __last1,
        const _Up* __first2, const _Up* __last2)
 {
   const size_t __len1 = __last1 - __first1;
   const size_t __len2 = __last2 - __first2;
   if (const size_t __len = std::min(__len1, __len2))
     if (int __result = std::__memcmp(__first1, __first2, __len))
       return __result;
   return ptrdiff_t(__len1 - __len2);
 }
    };

  template<typename _II1, typename _II2>
   
    inline bool
    __lexicographical_compare_aux1(_II1 __first1, _II1 __last1,
       _II2 __first2, _II2 __last2)
    {
      typedef typename iterator_traits<_II1>::value_type _ValueType1;
      typedef typename iterator_traits<_II2>::value_type _ValueType2;
      const bool __simple =
 (__is_memcmp_ordered_with<_ValueType1, _ValueType2>::__value
  && __is_pointer<_II1>::__value
  && __is_pointer<_II2>::__value







  );

      return std::__lexicographical_compare<__simple>::__lc(__first1, __last1,
           __first2, __last2);
    }

  template<typename _Tp1, typename _Ref1, typename _Ptr1,
    typename _Tp2>
    bool
    __lexicographical_compare_aux1(
 std::_Deque_iterator<_Tp1, _Ref1, _Ptr1>,
 std::_Deque_iterator<_Tp1, _Ref1, _Ptr1>,
 _Tp2*, _Tp2*);

  template<typename _Tp1,
    typename _Tp2, typename _Ref2, typename _Ptr2>
    bool
    __lexicographical_compare_aux1(_Tp1*, _Tp1*,
 std::_Deque_iterator<_Tp2, _Ref2, _Ptr2>,
 std::_Deque_iterator<_Tp2, _Ref2, _Ptr2>);

  template<typename _Tp1, typename _Ref1, typename _Ptr1,
    typename _Tp2, typename _Ref2, typename _Ptr2>
    bool
    __lexicographical_compare_aux1(
 std::_Deque_iterator<_Tp1, _Ref1, _Ptr1>,
 std::_Deque_iterator<_Tp1, _Ref1, _Ptr1>,
 std::_Deque_iterator<_Tp2, _Ref2, _Ptr2>,
 std::_Deque_iterator<_Tp2, _Ref2, _Ptr2>);

  template<typename _II1, typename _II2>
   
    inline bool
    __lexicographical_compare_aux(_II1 __first1, _II1 __last1,
      _II2 __first2, _II2 __last2)
    {
      return std::__lexicographical_compare_aux1(std::__niter_base(__first1),
       std::__niter_base(__last1),
       std::__niter_base(__first2),
       std::__niter_base(__last2));
    }

  template<typename _Iter1, typename _Seq1, typename _Cat1,
    typename _II2>
    bool
    __lexicographical_compare_aux(
  const ::__gnu_debug::_Safe_iterator<_Iter1, _Seq1, _Cat1>&,
  const ::__gnu_debug::_Safe_iterator<_Iter1, _Seq1, _Cat1>&,
  _II2, _II2);

  template<typename _II1,
    typename _Iter2, typename _Seq2, typename _Cat2>
    bool
    __lexicographical_compare_aux(
  _II1, _II1,
  const ::__gnu_debug::_Safe_iterator<_Iter2, _Seq2, _Cat2>&,
  const ::__gnu_debug::_Safe_iterator<_Iter2, _Seq2, _Cat2>&);

  template<typename _Iter1, typename _Seq1, typename _Cat1,
    typename _Iter2, typename _Seq2, typename _Cat2>
    bool
    __lexicographical_compare_aux(
  const ::__gnu_debug::_Safe_iterator<_Iter1, _Seq1, _Cat1>&,
  const ::__gnu_debug::_Safe_iterator<_Iter1, _Seq1, _Cat1>&,
  const ::__gnu_debug::_Safe_iterator<_Iter2, _Seq2, _Cat2>&,
  const ::__gnu_debug::_Safe_iterator<_Iter2, _Seq2, _Cat2>&);

  template<typename _ForwardIterator, typename _Tp, typename _Compare>
   
    _ForwardIterator
    __lower_bound(_ForwardIterator __first, _ForwardIterator __last,
    const _Tp& __val, _Compare __comp)
    {
      typedef typename iterator_traits<_ForwardIterator>::difference_type
 _DistanceType;

      _DistanceType __len = std::distance(__first, __last);

      while (__len > 0)
 {
   _DistanceType __half = __len >> 1;
   _ForwardIterator __middle = __first;
   std::advance(__middle, __half);
   if (__comp(__middle, __val))
     {
       __first = __middle;
       ++__first;
       __len = __len - __half - 1;
     }
   else
     __len = __half;
 }
      return __first;
    }
# 1486 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _ForwardIterator, typename _Tp>
   
    inline _ForwardIterator
    lower_bound(_ForwardIterator __first, _ForwardIterator __last,
  const _Tp& __val)
    {

     
     

      ;

      return std::__lower_bound(__first, __last, __val,
    __gnu_cxx::__ops::__iter_less_val());
    }



  inline constexpr int
  __lg(int __n)
  { return (int)sizeof(int) * 8 - 1 - __builtin_clz(__n); }

  inline constexpr unsigned
  __lg(unsigned __n)
  { return (int)sizeof(int) * 8 - 1 - __builtin_clz(__n); }

  inline constexpr long
  __lg(long __n)
  { return (int)sizeof(long) * 8 - 1 - __builtin_clzl(__n); }

  inline constexpr unsigned long
  __lg(unsigned long __n)
  { return (int)sizeof(long) * 8 - 1 - __builtin_clzl(__n); }

  inline constexpr long long
  __lg(long long __n)
  { return (int)sizeof(long long) * 8 - 1 - __builtin_clzll(__n); }

  inline constexpr unsigned long long
  __lg(unsigned long long __n)
  { return (int)sizeof(long long) * 8 - 1 - __builtin_clzll(__n); }


# 1542 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _II1, typename _II2>
   
    inline bool
    equal(_II1 __first1, _II1 __last1, _II2 __first2)
    {

     
     
     


      ;

      return std::__equal_aux(__first1, __last1, __first2);
    }
# 1573 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _IIter1, typename _IIter2, typename _BinaryPredicate>
   
    inline bool
    equal(_IIter1 __first1, _IIter1 __last1,
   _IIter2 __first2, _BinaryPredicate __binary_pred)
    {

     
     
      ;

      for (; __first1 != __last1; ++__first1, (void)++__first2)
 if (!bool(__binary_pred(*__first1, *__first2)))
   return false;
      return true;
    }



  template<typename _II1, typename _II2>
   
    inline bool
    __equal4(_II1 __first1, _II1 __last1, _II2 __first2, _II2 __last2)
    {
      using _RATag = random_access_iterator_tag;
      using _Cat1 = typename iterator_traits<_II1>::iterator_category;
      using _Cat2 = typename iterator_traits<_II2>::iterator_category;
      using _RAIters = __and_<is_same<_Cat1, _RATag>, is_same<_Cat2, _RATag>>;
      if (_RAIters())
 {
   auto __d1 = std::distance(__first1, __last1);
   auto __d2 = std::distance(__first2, __last2);
   if (__d1 != __d2)
     return false;
   return std::equal(__first1, __last1, __first2);
 }

      for (; __first1 != __last1 && __first2 != __last2;
   ++__first1, (void)++__first2)
 if (!(*__first1 == *__first2))
   return false;
      return __first1 == __last1 && __first2 == __last2;
    }


  template<typename _II1, typename _II2, typename _BinaryPredicate>
   
    inline bool
    __equal4(_II1 __first1, _II1 __last1, _II2 __first2, _II2 __last2,
      _BinaryPredicate __binary_pred)
    {
      using _RATag = random_access_iterator_tag;
      using _Cat1 = typename iterator_traits<_II1>::iterator_category;
      using _Cat2 = typename iterator_traits<_II2>::iterator_category;
      using _RAIters = __and_<is_same<_Cat1, _RATag>, is_same<_Cat2, _RATag>>;
      if (_RAIters())
 {
   auto __d1 = std::distance(__first1, __last1);
   auto __d2 = std::distance(__first2, __last2);
   if (__d1 != __d2)
     return false;
   return std::equal(__first1, __last1, __first2,
           __binary_pred);
 }

      for (; __first1 != __last1 && __first2 != __last2;
   ++__first1, (void)++__first2)
 if (!bool(__binary_pred(*__first1, *__first2)))
   return false;
      return __first1 == __last1 && __first2 == __last2;
    }
# 1663 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _II1, typename _II2>
   
    inline bool
    equal(_II1 __first1, _II1 __last1, _II2 __first2, _II2 __last2)
    {

     
     
     


      ;
      ;

      return std::__equal4(__first1, __last1, __first2, __last2);
    }
# 1696 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _IIter1, typename _IIter2, typename _BinaryPredicate>
   
    inline bool
    equal(_IIter1 __first1, _IIter1 __last1,
   _IIter2 __first2, _IIter2 __last2, _BinaryPredicate __binary_pred)
    {

     
     
      ;
      ;

      return std::__equal4(__first1, __last1, __first2, __last2,
          __binary_pred);
    }
# 1728 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _II1, typename _II2>
   
    inline bool
    lexicographical_compare(_II1 __first1, _II1 __last1,
       _II2 __first2, _II2 __last2)
    {





     
     
     
     
      ;
      ;

      return std::__lexicographical_compare_aux(__first1, __last1,
      __first2, __last2);
    }
# 1763 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _II1, typename _II2, typename _Compare>
   
    inline bool
    lexicographical_compare(_II1 __first1, _II1 __last1,
       _II2 __first2, _II2 __last2, _Compare __comp)
    {

     
     
      ;
      ;

      return std::__lexicographical_compare_impl
 (__first1, __last1, __first2, __last2,
  __gnu_cxx::__ops::__iter_comp_iter(__comp));
    }
# 1875 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _InputIterator1, typename _InputIterator2,
    typename _BinaryPredicate>
   
    pair<_InputIterator1, _InputIterator2>
    __mismatch(_InputIterator1 __first1, _InputIterator1 __last1,
        _InputIterator2 __first2, _BinaryPredicate __binary_pred)
    {
      while (__first1 != __last1 && __binary_pred(__first1, __first2))
 {
   ++__first1;
   ++__first2;
 }
      return pair<_InputIterator1, _InputIterator2>(__first1, __first2);
    }
# 1903 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _InputIterator1, typename _InputIterator2>
   
    inline pair<_InputIterator1, _InputIterator2>
    mismatch(_InputIterator1 __first1, _InputIterator1 __last1,
      _InputIterator2 __first2)
    {

     
     
     


      ;

      return std::__mismatch(__first1, __last1, __first2,
        __gnu_cxx::__ops::__iter_equal_to_iter());
    }
# 1937 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _InputIterator1, typename _InputIterator2,
    typename _BinaryPredicate>
   
    inline pair<_InputIterator1, _InputIterator2>
    mismatch(_InputIterator1 __first1, _InputIterator1 __last1,
      _InputIterator2 __first2, _BinaryPredicate __binary_pred)
    {

     
     
      ;

      return std::__mismatch(__first1, __last1, __first2,
 __gnu_cxx::__ops::__iter_comp_iter(__binary_pred));
    }



  template<typename _InputIterator1, typename _InputIterator2,
    typename _BinaryPredicate>
   
    pair<_InputIterator1, _InputIterator2>
    __mismatch(_InputIterator1 __first1, _InputIterator1 __last1,
        _InputIterator2 __first2, _InputIterator2 __last2,
        _BinaryPredicate __binary_pred)
    {
      while (__first1 != __last1 && __first2 != __last2
      && __binary_pred(__first1, __first2))
 {
   ++__first1;
   ++__first2;
 }
      return pair<_InputIterator1, _InputIterator2>(__first1, __first2);
    }
# 1986 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _InputIterator1, typename _InputIterator2>
   
    inline pair<_InputIterator1, _InputIterator2>
    mismatch(_InputIterator1 __first1, _InputIterator1 __last1,
      _InputIterator2 __first2, _InputIterator2 __last2)
    {

     
     
     


      ;
      ;

      return std::__mismatch(__first1, __last1, __first2, __last2,
        __gnu_cxx::__ops::__iter_equal_to_iter());
    }
# 2022 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _InputIterator1, typename _InputIterator2,
    typename _BinaryPredicate>
   
    inline pair<_InputIterator1, _InputIterator2>
    mismatch(_InputIterator1 __first1, _InputIterator1 __last1,
      _InputIterator2 __first2, _InputIterator2 __last2,
      _BinaryPredicate __binary_pred)
    {

     
     
      ;
      ;

      return std::__mismatch(__first1, __last1, __first2, __last2,
        __gnu_cxx::__ops::__iter_comp_iter(__binary_pred));
    }





  template<typename _InputIterator, typename _Predicate>
   
    inline _InputIterator
    __find_if(_InputIterator __first, _InputIterator __last,
       _Predicate __pred, input_iterator_tag)
    {
      while (__first != __last && !__pred(__first))
 ++__first;
      return __first;
    }


  template<typename _RandomAccessIterator, typename _Predicate>
   
    _RandomAccessIterator
    __find_if(_RandomAccessIterator __first, _RandomAccessIterator __last,
       _Predicate __pred, random_access_iterator_tag)
    {
      typename iterator_traits<_RandomAccessIterator>::difference_type
 __trip_count = (__last - __first) >> 2;

      for (; __trip_count > 0; --__trip_count)
 {
   if (__pred(__first))
     return __first;
   ++__first;

   if (__pred(__first))
     return __first;
   ++__first;

   if (__pred(__first))
     return __first;
   ++__first;

   if (__pred(__first))
     return __first;
   ++__first;
 }

      switch (__last - __first)
 {
 case 3:
   if (__pred(__first))
     return __first;
   ++__first;

 case 2:
   if (__pred(__first))
     return __first;
   ++__first;

 case 1:
   if (__pred(__first))
     return __first;
   ++__first;

 case 0:
 default:
   return __last;
 }
    }

  template<typename _Iterator, typename _Predicate>
   
    inline _Iterator
    __find_if(_Iterator __first, _Iterator __last, _Predicate __pred)
    {
      return __find_if(__first, __last, __pred,
         std::__iterator_category(__first));
    }

  template<typename _InputIterator, typename _Predicate>
   
    typename iterator_traits<_InputIterator>::difference_type
    __count_if(_InputIterator __first, _InputIterator __last, _Predicate __pred)
    {
      typename iterator_traits<_InputIterator>::difference_type __n = 0;
      for (; __first != __last; ++__first)
 if (__pred(__first))
   ++__n;
      return __n;
    }

  template<typename _ForwardIterator, typename _Predicate>
   
    _ForwardIterator
    __remove_if(_ForwardIterator __first, _ForwardIterator __last,
  _Predicate __pred)
    {
      __first = std::__find_if(__first, __last, __pred);
      if (__first == __last)
 return __first;
      _ForwardIterator __result = __first;
      ++__first;
      for (; __first != __last; ++__first)
 if (!__pred(__first))
   {
     *__result = std::move(*__first);
     ++__result;
   }
      return __result;
    }


  template<typename _ForwardIterator1, typename _ForwardIterator2,
    typename _BinaryPredicate>
   
    bool
    __is_permutation(_ForwardIterator1 __first1, _ForwardIterator1 __last1,
       _ForwardIterator2 __first2, _BinaryPredicate __pred)
    {


      for (; __first1 != __last1; ++__first1, (void)++__first2)
 if (!__pred(__first1, __first2))
   break;

      if (__first1 == __last1)
 return true;



      _ForwardIterator2 __last2 = __first2;
      std::advance(__last2, std::distance(__first1, __last1));
      for (_ForwardIterator1 __scan = __first1; __scan != __last1; ++__scan)
 {
   if (__scan != std::__find_if(__first1, __scan,
     __gnu_cxx::__ops::__iter_comp_iter(__pred, __scan)))
     continue;

   auto __matches
     = std::__count_if(__first2, __last2,
   __gnu_cxx::__ops::__iter_comp_iter(__pred, __scan));
   if (0 == __matches ||
       std::__count_if(__scan, __last1,
   __gnu_cxx::__ops::__iter_comp_iter(__pred, __scan))
       != __matches)
     return false;
 }
      return true;
    }
# 2199 "/usr/include/c++/12/bits/stl_algobase.h" 3
  template<typename _ForwardIterator1, typename _ForwardIterator2>
   
    inline bool
    is_permutation(_ForwardIterator1 __first1, _ForwardIterator1 __last1,
     _ForwardIterator2 __first2)
    {

     
     
     


      ;

      return std::__is_permutation(__first1, __last1, __first2,
       __gnu_cxx::__ops::__iter_equal_to_iter());
    }



}
# 47 "/usr/include/c++/12/string_view" 2 3






namespace std __attribute__ ((__visibility__ ("default")))
{








  constexpr size_t
  __sv_check(size_t __size, size_t __pos, const char* __s)
  {
    if (__pos > __size)
      __throw_out_of_range_fmt(("%s: __pos (which is %zu) > __size " "(which is %zu)")
                        , __s, __pos, __size);
    return __pos;
  }



  constexpr size_t
  __sv_limit(size_t __size, size_t __pos, size_t __off) noexcept
  {
   const bool __testoff = __off < __size - __pos;
   return __testoff ? __off : __size - __pos;
  }
# 99 "/usr/include/c++/12/string_view" 3
  template<typename _CharT, typename _Traits = std::char_traits<_CharT>>
    class basic_string_view
    {
      static_assert(!is_array_v<_CharT>);
      static_assert(is_trivial_v<_CharT> && is_standard_layout_v<_CharT>);
      static_assert(is_same_v<_CharT, typename _Traits::char_type>);

    public:


      using traits_type = _Traits;
      using value_type = _CharT;
      using pointer = value_type*;
      using const_pointer = const value_type*;
      using reference = value_type&;
      using const_reference = const value_type&;
      using const_iterator = const value_type*;
      using iterator = const_iterator;
      using const_reverse_iterator = std::reverse_iterator<const_iterator>;
      using reverse_iterator = const_reverse_iterator;
      using size_type = size_t;
      using difference_type = ptrdiff_t;
      static constexpr size_type npos = size_type(-1);



      constexpr
      basic_string_view() noexcept
      : _M_len{0}, _M_str{nullptr}
      { }

      constexpr basic_string_view(const basic_string_view&) noexcept = default;

      __attribute__((__nonnull__)) constexpr
      basic_string_view(const _CharT* __str) noexcept
      : _M_len{traits_type::length(__str)},
 _M_str{__str}
      { }

      constexpr
      basic_string_view(const _CharT* __str, size_type __len) noexcept
      : _M_len{__len}, _M_str{__str}
      { }
# 176 "/usr/include/c++/12/string_view" 3
      constexpr basic_string_view&
      operator=(const basic_string_view&) noexcept = default;



      constexpr const_iterator
      begin() const noexcept
      { return this->_M_str; }

      constexpr const_iterator
      end() const noexcept
      { return this->_M_str + this->_M_len; }

      constexpr const_iterator
      cbegin() const noexcept
      { return this->_M_str; }

      constexpr const_iterator
      cend() const noexcept
      { return this->_M_str + this->_M_len; }

      constexpr const_reverse_iterator
      rbegin() const noexcept
      { return const_reverse_iterator(this->end()); }

      constexpr const_reverse_iterator
      rend() const noexcept
      { return const_reverse_iterator(this->begin()); }

      constexpr const_reverse_iterator
      crbegin() const noexcept
      { return const_reverse_iterator(this->end()); }

      constexpr const_reverse_iterator
      crend() const noexcept
      { return const_reverse_iterator(this->begin()); }



      constexpr size_type
      size() const noexcept
      { return this->_M_len; }

      constexpr size_type
      length() const noexcept
      { return _M_len; }

      constexpr size_type
      max_size() const noexcept
      {
 return (npos - sizeof(size_type) - sizeof(void*))
  / sizeof(value_type) / 4;
      }

      [[nodiscard]] constexpr bool
      empty() const noexcept
      { return this->_M_len == 0; }



      constexpr const_reference
      operator[](size_type __pos) const noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(__pos < this->_M_len)) __builtin_unreachable(); } while (false);
 return *(this->_M_str + __pos);
      }

      constexpr const_reference
      at(size_type __pos) const
      {
 if (__pos >= _M_len)
   __throw_out_of_range_fmt(("basic_string_view::at: __pos " "(which is %zu) >= this->size() " "(which is %zu)")

                            , __pos, this->size());
 return *(this->_M_str + __pos);
      }

      constexpr const_reference
      front() const noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(this->_M_len > 0)) __builtin_unreachable(); } while (false);
 return *this->_M_str;
      }

      constexpr const_reference
      back() const noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(this->_M_len > 0)) __builtin_unreachable(); } while (false);
 return *(this->_M_str + this->_M_len - 1);
      }

      constexpr const_pointer
      data() const noexcept
      { return this->_M_str; }



      constexpr void
      remove_prefix(size_type __n) noexcept
      {
 do { if (std::__is_constant_evaluated() && !bool(this->_M_len >= __n)) __builtin_unreachable(); } while (false);
 this->_M_str += __n;
 this->_M_len -= __n;
      }

      constexpr void
      remove_suffix(size_type __n) noexcept
      { this->_M_len -= __n; }

      constexpr void
      swap(basic_string_view& __sv) noexcept
      {
 auto __tmp = *this;
 *this = __sv;
 __sv = __tmp;
      }



     
      size_type
      copy(_CharT* __str, size_type __n, size_type __pos = 0) const
      {
 ;
 __pos = std::__sv_check(size(), __pos, "basic_string_view::copy");
 const size_type __rlen = std::min(__n, _M_len - __pos);


 traits_type::copy(__str, data() + __pos, __rlen);
 return __rlen;
      }

      constexpr basic_string_view
      substr(size_type __pos = 0, size_type __n = npos) const noexcept(false)
      {
 __pos = std::__sv_check(size(), __pos, "basic_string_view::substr");
 const size_type __rlen = std::min(__n, _M_len - __pos);
 return basic_string_view{_M_str + __pos, __rlen};
      }

      constexpr int
      compare(basic_string_view __str) const noexcept
      {
 const size_type __rlen = std::min(this->_M_len, __str._M_len);
 int __ret = traits_type::compare(this->_M_str, __str._M_str, __rlen);
 if (__ret == 0)
   __ret = _S_compare(this->_M_len, __str._M_len);
 return __ret;
      }

      constexpr int
      compare(size_type __pos1, size_type __n1, basic_string_view __str) const
      { return this->substr(__pos1, __n1).compare(__str); }

      constexpr int
      compare(size_type __pos1, size_type __n1,
       basic_string_view __str, size_type __pos2, size_type __n2) const
      {
 return this->substr(__pos1, __n1).compare(__str.substr(__pos2, __n2));
      }

      __attribute__((__nonnull__)) constexpr int
      compare(const _CharT* __str) const noexcept
      { return this->compare(basic_string_view{__str}); }

      __attribute__((__nonnull__)) constexpr int
      compare(size_type __pos1, size_type __n1, const _CharT* __str) const
      { return this->substr(__pos1, __n1).compare(basic_string_view{__str}); }

      constexpr int
      compare(size_type __pos1, size_type __n1,
       const _CharT* __str, size_type __n2) const noexcept(false)
      {
 return this->substr(__pos1, __n1)
     .compare(basic_string_view(__str, __n2));
      }
# 402 "/usr/include/c++/12/string_view" 3
      constexpr size_type
      find(basic_string_view __str, size_type __pos = 0) const noexcept
      { return this->find(__str._M_str, __pos, __str._M_len); }

      constexpr size_type
      find(_CharT __c, size_type __pos = 0) const noexcept;

      constexpr size_type
      find(const _CharT* __str, size_type __pos, size_type __n) const noexcept;

      __attribute__((__nonnull__)) constexpr size_type
      find(const _CharT* __str, size_type __pos = 0) const noexcept
      { return this->find(__str, __pos, traits_type::length(__str)); }

      constexpr size_type
      rfind(basic_string_view __str, size_type __pos = npos) const noexcept
      { return this->rfind(__str._M_str, __pos, __str._M_len); }

      constexpr size_type
      rfind(_CharT __c, size_type __pos = npos) const noexcept;

      constexpr size_type
      rfind(const _CharT* __str, size_type __pos, size_type __n) const noexcept;

      __attribute__((__nonnull__)) constexpr size_type
      rfind(const _CharT* __str, size_type __pos = npos) const noexcept
      { return this->rfind(__str, __pos, traits_type::length(__str)); }

      constexpr size_type
      find_first_of(basic_string_view __str, size_type __pos = 0) const noexcept
      { return this->find_first_of(__str._M_str, __pos, __str._M_len); }

      constexpr size_type
      find_first_of(_CharT __c, size_type __pos = 0) const noexcept
      { return this->find(__c, __pos); }

      constexpr size_type
      find_first_of(const _CharT* __str, size_type __pos,
      size_type __n) const noexcept;

      __attribute__((__nonnull__)) constexpr size_type
      find_first_of(const _CharT* __str, size_type __pos = 0) const noexcept
      { return this->find_first_of(__str, __pos, traits_type::length(__str)); }

      constexpr size_type
      find_last_of(basic_string_view __str,
     size_type __pos = npos) const noexcept
      { return this->find_last_of(__str._M_str, __pos, __str._M_len); }

      constexpr size_type
      find_last_of(_CharT __c, size_type __pos=npos) const noexcept
      { return this->rfind(__c, __pos); }

      constexpr size_type
      find_last_of(const _CharT* __str, size_type __pos,
     size_type __n) const noexcept;

      __attribute__((__nonnull__)) constexpr size_type
      find_last_of(const _CharT* __str, size_type __pos = npos) const noexcept
      { return this->find_last_of(__str, __pos, traits_type::length(__str)); }

      constexpr size_type
      find_first_not_of(basic_string_view __str,
   size_type __pos = 0) const noexcept
      { return this->find_first_not_of(__str._M_str, __pos, __str._M_len); }

      constexpr size_type
      find_first_not_of(_CharT __c, size_type __pos = 0) const noexcept;

      constexpr size_type
      find_first_not_of(const _CharT* __str,
   size_type __pos, size_type __n) const noexcept;

      __attribute__((__nonnull__)) constexpr size_type
      find_first_not_of(const _CharT* __str, size_type __pos = 0) const noexcept
      {
 return this->find_first_not_of(__str, __pos,
           traits_type::length(__str));
      }

      constexpr size_type
      find_last_not_of(basic_string_view __str,
         size_type __pos = npos) const noexcept
      { return this->find_last_not_of(__str._M_str, __pos, __str._M_len); }

      constexpr size_type
      find_last_not_of(_CharT __c, size_type __pos = npos) const noexcept;

      constexpr size_type
      find_last_not_of(const _CharT* __str,
         size_type __pos, size_type __n) const noexcept;

      __attribute__((__nonnull__)) constexpr size_type
      find_last_not_of(const _CharT* __str,
         size_type __pos = npos) const noexcept
      {
 return this->find_last_not_of(__str, __pos,
          traits_type::length(__str));
      }

    private:

      static constexpr int
      _S_compare(size_type __n1, size_type __n2) noexcept
      {
 using __limits = __gnu_cxx::__int_traits<int>;
 const difference_type __diff = __n1 - __n2;
 if (__diff > __limits::__max)
   return __limits::__max;
 if (__diff < __limits::__min)
   return __limits::__min;
 return static_cast<int>(__diff);
      }

      size_t _M_len;
      const _CharT* _M_str;
    };
# 538 "/usr/include/c++/12/string_view" 3
  template<typename _CharT, typename _Traits>
    constexpr bool
    operator==(basic_string_view<_CharT, _Traits> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.size() == __y.size() && __x.compare(__y) == 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator==(basic_string_view<_CharT, _Traits> __x,
               __type_identity_t<basic_string_view<_CharT, _Traits>> __y)
    noexcept
    { return __x.size() == __y.size() && __x.compare(__y) == 0; }
# 567 "/usr/include/c++/12/string_view" 3
  template<typename _CharT, typename _Traits>
    constexpr bool
    operator==(__type_identity_t<basic_string_view<_CharT, _Traits>> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.size() == __y.size() && __x.compare(__y) == 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator!=(basic_string_view<_CharT, _Traits> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return !(__x == __y); }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator!=(basic_string_view<_CharT, _Traits> __x,
               __type_identity_t<basic_string_view<_CharT, _Traits>> __y)
    noexcept
    { return !(__x == __y); }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator!=(__type_identity_t<basic_string_view<_CharT, _Traits>> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return !(__x == __y); }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator< (basic_string_view<_CharT, _Traits> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) < 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator< (basic_string_view<_CharT, _Traits> __x,
               __type_identity_t<basic_string_view<_CharT, _Traits>> __y)
    noexcept
    { return __x.compare(__y) < 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator< (__type_identity_t<basic_string_view<_CharT, _Traits>> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) < 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator> (basic_string_view<_CharT, _Traits> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) > 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator> (basic_string_view<_CharT, _Traits> __x,
               __type_identity_t<basic_string_view<_CharT, _Traits>> __y)
    noexcept
    { return __x.compare(__y) > 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator> (__type_identity_t<basic_string_view<_CharT, _Traits>> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) > 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator<=(basic_string_view<_CharT, _Traits> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) <= 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator<=(basic_string_view<_CharT, _Traits> __x,
               __type_identity_t<basic_string_view<_CharT, _Traits>> __y)
    noexcept
    { return __x.compare(__y) <= 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator<=(__type_identity_t<basic_string_view<_CharT, _Traits>> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) <= 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator>=(basic_string_view<_CharT, _Traits> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) >= 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator>=(basic_string_view<_CharT, _Traits> __x,
               __type_identity_t<basic_string_view<_CharT, _Traits>> __y)
    noexcept
    { return __x.compare(__y) >= 0; }

  template<typename _CharT, typename _Traits>
    constexpr bool
    operator>=(__type_identity_t<basic_string_view<_CharT, _Traits>> __x,
               basic_string_view<_CharT, _Traits> __y) noexcept
    { return __x.compare(__y) >= 0; }



  template<typename _CharT, typename _Traits>
    inline basic_ostream<_CharT, _Traits>&
    operator<<(basic_ostream<_CharT, _Traits>& __os,
        basic_string_view<_CharT,_Traits> __str)
    { return __ostream_insert(__os, __str.data(), __str.size()); }




  using string_view = basic_string_view<char>;
  using wstring_view = basic_string_view<wchar_t>;



  using u16string_view = basic_string_view<char16_t>;
  using u32string_view = basic_string_view<char32_t>;



  template<typename _Tp>
    struct hash;

  template<>
    struct hash<string_view>
    : public __hash_base<size_t, string_view>
    {
      size_t
      operator()(const string_view& __str) const noexcept
      { return std::_Hash_impl::hash(__str.data(), __str.length()); }
    };

  template<>
    struct __is_fast_hash<hash<string_view>> : std::false_type
    { };

  template<>
    struct hash<wstring_view>
    : public __hash_base<size_t, wstring_view>
    {
      size_t
      operator()(const wstring_view& __s) const noexcept
      { return std::_Hash_impl::hash(__s.data(),
                                     __s.length() * sizeof(wchar_t)); }
    };

  template<>
    struct __is_fast_hash<hash<wstring_view>> : std::false_type
    { };
# 734 "/usr/include/c++/12/string_view" 3
  template<>
    struct hash<u16string_view>
    : public __hash_base<size_t, u16string_view>
    {
      size_t
      operator()(const u16string_view& __s) const noexcept
      { return std::_Hash_impl::hash(__s.data(),
                                     __s.length() * sizeof(char16_t)); }
    };

  template<>
    struct __is_fast_hash<hash<u16string_view>> : std::false_type
    { };

  template<>
    struct hash<u32string_view>
    : public __hash_base<size_t, u32string_view>
    {
      size_t
      operator()(const u32string_view& __s) const noexcept
      { return std::_Hash_impl::hash(__s.data(),
                                     __s.length() * sizeof(char32_t)); }
    };

  template<>
    struct __is_fast_hash<hash<u32string_view>> : std::false_type
    { };

  inline namespace literals
  {
  inline namespace string_view_literals
  {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wliteral-suffix"
    inline constexpr basic_string_view<char>
    operator""sv(const char* __str, size_t __len) noexcept
    { return basic_string_view<char>{__str, __len}; }

    inline constexpr basic_string_view<wchar_t>
    operator""sv(const wchar_t* __str, size_t __len) noexcept
    { return basic_string_view<wchar_t>{__str, __len}; }







    inline constexpr basic_string_view<char16_t>
    operator""sv(const char16_t* __str, size_t __len) noexcept
    { return basic_string_view<char16_t>{__str, __len}; }

    inline constexpr basic_string_view<char32_t>
    operator""sv(const char32_t* __str, size_t __len) noexcept
    { return basic_string_view<char32_t>{__str, __len}; }

#pragma GCC diagnostic pop
  }
  }
# 808 "/usr/include/c++/12/string_view" 3

}

# 1 "/usr/include/c++/12/bits/string_view.tcc" 1 3
# 37 "/usr/include/c++/12/bits/string_view.tcc" 3
       
# 38 "/usr/include/c++/12/bits/string_view.tcc" 3



namespace std __attribute__ ((__visibility__ ("default")))
{


  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find(const _CharT* __str, size_type __pos, size_type __n) const noexcept
    {
      ;

      if (__n == 0)
 return __pos <= _M_len ? __pos : npos;
      if (__pos >= _M_len)
 return npos;

      const _CharT __elem0 = __str[0];
      const _CharT* __first = _M_str + __pos;
      const _CharT* const __last = _M_str + _M_len;
      size_type __len = _M_len - __pos;

      while (__len >= __n)
 {

   __first = traits_type::find(__first, __len - __n + 1, __elem0);
   if (!__first)
     return npos;



   if (traits_type::compare(__first, __str, __n) == 0)
     return __first - _M_str;
   __len = __last - ++__first;
 }
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find(_CharT __c, size_type __pos) const noexcept
    {
      size_type __ret = npos;
      if (__pos < this->_M_len)
 {
   const size_type __n = this->_M_len - __pos;
   const _CharT* __p = traits_type::find(this->_M_str + __pos, __n, __c);
   if (__p)
     __ret = __p - this->_M_str;
 }
      return __ret;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    rfind(const _CharT* __str, size_type __pos, size_type __n) const noexcept
    {
      ;

      if (__n <= this->_M_len)
 {
   __pos = std::min(size_type(this->_M_len - __n), __pos);
   do
     {
       if (traits_type::compare(this->_M_str + __pos, __str, __n) == 0)
  return __pos;
     }
   while (__pos-- > 0);
 }
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    rfind(_CharT __c, size_type __pos) const noexcept
    {
      size_type __size = this->_M_len;
      if (__size > 0)
 {
   if (--__size > __pos)
     __size = __pos;
   for (++__size; __size-- > 0; )
     if (traits_type::eq(this->_M_str[__size], __c))
       return __size;
 }
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find_first_of(const _CharT* __str, size_type __pos,
    size_type __n) const noexcept
    {
      ;
      for (; __n && __pos < this->_M_len; ++__pos)
 {
   const _CharT* __p = traits_type::find(__str, __n,
      this->_M_str[__pos]);
   if (__p)
     return __pos;
 }
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find_last_of(const _CharT* __str, size_type __pos,
   size_type __n) const noexcept
    {
      ;
      size_type __size = this->size();
      if (__size && __n)
 {
   if (--__size > __pos)
     __size = __pos;
   do
     {
       if (traits_type::find(__str, __n, this->_M_str[__size]))
  return __size;
     }
   while (__size-- != 0);
 }
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find_first_not_of(const _CharT* __str, size_type __pos,
        size_type __n) const noexcept
    {
      ;
      for (; __pos < this->_M_len; ++__pos)
 if (!traits_type::find(__str, __n, this->_M_str[__pos]))
   return __pos;
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find_first_not_of(_CharT __c, size_type __pos) const noexcept
    {
      for (; __pos < this->_M_len; ++__pos)
 if (!traits_type::eq(this->_M_str[__pos], __c))
   return __pos;
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find_last_not_of(const _CharT* __str, size_type __pos,
       size_type __n) const noexcept
    {
      ;
      size_type __size = this->_M_len;
      if (__size)
 {
   if (--__size > __pos)
     __size = __pos;
   do
     {
       if (!traits_type::find(__str, __n, this->_M_str[__size]))
  return __size;
     }
   while (__size--);
 }
      return npos;
    }

  template<typename _CharT, typename _Traits>
    constexpr typename basic_string_view<_CharT, _Traits>::size_type
    basic_string_view<_CharT, _Traits>::
    find_last_not_of(_CharT __c, size_type __pos) const noexcept
    {
      size_type __size = this->_M_len;
      if (__size)
 {
   if (--__size > __pos)
     __size = __pos;
   do
     {
       if (!traits_type::eq(this->_M_str[__size], __c))
  return __size;
     }
   while (__size--);
 }
      return npos;
    }


}
# 812 "/usr/include/c++/12/string_view" 2 3
# 8 "include/ffiguard/jni/error/exception.hpp" 2




# 1 "include/ffiguard/jni/data/string.hpp" 1
# 9 "include/ffiguard/jni/data/string.hpp"
# 1 "/usr/include/c++/12/cstdlib" 1 3
# 39 "/usr/include/c++/12/cstdlib" 3
       
# 40 "/usr/include/c++/12/cstdlib" 3
# 75 "/usr/include/c++/12/cstdlib" 3
# 1 "/usr/include/stdlib.h" 1 3 4
# 26 "/usr/include/stdlib.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/libc-header-start.h" 1 3 4
# 27 "/usr/include/stdlib.h" 2 3 4





# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 33 "/usr/include/stdlib.h" 2 3 4

extern "C" {





# 1 "/usr/include/x86_64-linux-gnu/bits/waitflags.h" 1 3 4
# 41 "/usr/include/stdlib.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/waitstatus.h" 1 3 4
# 42 "/usr/include/stdlib.h" 2 3 4
# 59 "/usr/include/stdlib.h" 3 4
typedef struct
  {
    int quot;
    int rem;
  } div_t;



typedef struct
  {
    long int quot;
    long int rem;
  } ldiv_t;





__extension__ typedef struct
  {
    long long int quot;
    long long int rem;
  } lldiv_t;
# 98 "/usr/include/stdlib.h" 3 4
extern size_t __ctype_get_mb_cur_max (void) noexcept (true) ;



extern double atof (const char *__nptr)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1))) ;

extern int atoi (const char *__nptr)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1))) ;

extern long int atol (const char *__nptr)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1))) ;



__extension__ extern long long int atoll (const char *__nptr)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1))) ;



extern double strtod (const char *__restrict __nptr,
        char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



extern float strtof (const char *__restrict __nptr,
       char **__restrict __endptr) noexcept (true) __attribute__ ((__nonnull__ (1)));

extern long double strtold (const char *__restrict __nptr,
       char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));
# 141 "/usr/include/stdlib.h" 3 4
extern _Float32 strtof32 (const char *__restrict __nptr,
     char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



extern _Float64 strtof64 (const char *__restrict __nptr,
     char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



extern _Float128 strtof128 (const char *__restrict __nptr,
       char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



extern _Float32x strtof32x (const char *__restrict __nptr,
       char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



extern _Float64x strtof64x (const char *__restrict __nptr,
       char **__restrict __endptr)
     noexcept (true) __attribute__ ((__nonnull__ (1)));
# 177 "/usr/include/stdlib.h" 3 4
extern long int strtol (const char *__restrict __nptr,
   char **__restrict __endptr, int __base)
     noexcept (true) __attribute__ ((__nonnull__ (1)));

extern unsigned long int strtoul (const char *__restrict __nptr,
      char **__restrict __endptr, int __base)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



__extension__
extern long long int strtoq (const char *__restrict __nptr,
        char **__restrict __endptr, int __base)
     noexcept (true) __attribute__ ((__nonnull__ (1)));

__extension__
extern unsigned long long int strtouq (const char *__restrict __nptr,
           char **__restrict __endptr, int __base)
     noexcept (true) __attribute__ ((__nonnull__ (1)));




__extension__
extern long long int strtoll (const char *__restrict __nptr,
         char **__restrict __endptr, int __base)
     noexcept (true) __attribute__ ((__nonnull__ (1)));

__extension__
extern unsigned long long int strtoull (const char *__restrict __nptr,
     char **__restrict __endptr, int __base)
     noexcept (true) __attribute__ ((__nonnull__ (1)));




extern int strfromd (char *__dest, size_t __size, const char *__format,
       double __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));

extern int strfromf (char *__dest, size_t __size, const char *__format,
       float __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));

extern int strfroml (char *__dest, size_t __size, const char *__format,
       long double __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));
# 233 "/usr/include/stdlib.h" 3 4
extern int strfromf32 (char *__dest, size_t __size, const char * __format,
         _Float32 __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));



extern int strfromf64 (char *__dest, size_t __size, const char * __format,
         _Float64 __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));



extern int strfromf128 (char *__dest, size_t __size, const char * __format,
   _Float128 __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));



extern int strfromf32x (char *__dest, size_t __size, const char * __format,
   _Float32x __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));



extern int strfromf64x (char *__dest, size_t __size, const char * __format,
   _Float64x __f)
     noexcept (true) __attribute__ ((__nonnull__ (3)));
# 275 "/usr/include/stdlib.h" 3 4
extern long int strtol_l (const char *__restrict __nptr,
     char **__restrict __endptr, int __base,
     locale_t __loc) noexcept (true) __attribute__ ((__nonnull__ (1, 4)));

extern unsigned long int strtoul_l (const char *__restrict __nptr,
        char **__restrict __endptr,
        int __base, locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 4)));

__extension__
extern long long int strtoll_l (const char *__restrict __nptr,
    char **__restrict __endptr, int __base,
    locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 4)));

__extension__
extern unsigned long long int strtoull_l (const char *__restrict __nptr,
       char **__restrict __endptr,
       int __base, locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 4)));

extern double strtod_l (const char *__restrict __nptr,
   char **__restrict __endptr, locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));

extern float strtof_l (const char *__restrict __nptr,
         char **__restrict __endptr, locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));

extern long double strtold_l (const char *__restrict __nptr,
         char **__restrict __endptr,
         locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));
# 317 "/usr/include/stdlib.h" 3 4
extern _Float32 strtof32_l (const char *__restrict __nptr,
       char **__restrict __endptr,
       locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));



extern _Float64 strtof64_l (const char *__restrict __nptr,
       char **__restrict __endptr,
       locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));



extern _Float128 strtof128_l (const char *__restrict __nptr,
         char **__restrict __endptr,
         locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));



extern _Float32x strtof32x_l (const char *__restrict __nptr,
         char **__restrict __endptr,
         locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));



extern _Float64x strtof64x_l (const char *__restrict __nptr,
         char **__restrict __endptr,
         locale_t __loc)
     noexcept (true) __attribute__ ((__nonnull__ (1, 3)));
# 386 "/usr/include/stdlib.h" 3 4
extern char *l64a (long int __n) noexcept (true) ;


extern long int a64l (const char *__s)
     noexcept (true) __attribute__ ((__pure__)) __attribute__ ((__nonnull__ (1))) ;




# 1 "/usr/include/x86_64-linux-gnu/sys/types.h" 1 3 4
# 27 "/usr/include/x86_64-linux-gnu/sys/types.h" 3 4
extern "C" {





typedef __u_char u_char;
typedef __u_short u_short;
typedef __u_int u_int;
typedef __u_long u_long;
typedef __quad_t quad_t;
typedef __u_quad_t u_quad_t;
typedef __fsid_t fsid_t;


typedef __loff_t loff_t;




typedef __ino_t ino_t;






typedef __ino64_t ino64_t;




typedef __dev_t dev_t;




typedef __gid_t gid_t;




typedef __mode_t mode_t;




typedef __nlink_t nlink_t;




typedef __uid_t uid_t;
# 97 "/usr/include/x86_64-linux-gnu/sys/types.h" 3 4
typedef __pid_t pid_t;





typedef __id_t id_t;
# 114 "/usr/include/x86_64-linux-gnu/sys/types.h" 3 4
typedef __daddr_t daddr_t;
typedef __caddr_t caddr_t;





typedef __key_t key_t;




# 1 "/usr/include/x86_64-linux-gnu/bits/types/clock_t.h" 1 3 4






typedef __clock_t clock_t;
# 127 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4

# 1 "/usr/include/x86_64-linux-gnu/bits/types/clockid_t.h" 1 3 4






typedef __clockid_t clockid_t;
# 129 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/time_t.h" 1 3 4
# 10 "/usr/include/x86_64-linux-gnu/bits/types/time_t.h" 3 4
typedef __time_t time_t;
# 130 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/types/timer_t.h" 1 3 4






typedef __timer_t timer_t;
# 131 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4



typedef __useconds_t useconds_t;



typedef __suseconds_t suseconds_t;





# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 145 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4



typedef unsigned long int ulong;
typedef unsigned short int ushort;
typedef unsigned int uint;







typedef __uint8_t u_int8_t;
typedef __uint16_t u_int16_t;
typedef __uint32_t u_int32_t;
typedef __uint64_t u_int64_t;


typedef int register_t __attribute__ ((__mode__ (__word__)));
# 176 "/usr/include/x86_64-linux-gnu/sys/types.h" 3 4
# 1 "/usr/include/endian.h" 1 3 4
# 24 "/usr/include/endian.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/endian.h" 1 3 4
# 35 "/usr/include/x86_64-linux-gnu/bits/endian.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/endianness.h" 1 3 4
# 36 "/usr/include/x86_64-linux-gnu/bits/endian.h" 2 3 4
# 25 "/usr/include/endian.h" 2 3 4
# 35 "/usr/include/endian.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/byteswap.h" 1 3 4
# 33 "/usr/include/x86_64-linux-gnu/bits/byteswap.h" 3 4
static __inline __uint16_t
__bswap_16 (__uint16_t __bsx)
{

  return __builtin_bswap16 (__bsx);



}






static __inline __uint32_t
__bswap_32 (__uint32_t __bsx)
{

  return __builtin_bswap32 (__bsx);



}
# 69 "/usr/include/x86_64-linux-gnu/bits/byteswap.h" 3 4
__extension__ static __inline __uint64_t
__bswap_64 (__uint64_t __bsx)
{

  return __builtin_bswap64 (__bsx);



}
# 36 "/usr/include/endian.h" 2 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/uintn-identity.h" 1 3 4
# 32 "/usr/include/x86_64-linux-gnu/bits/uintn-identity.h" 3 4
static __inline __uint16_t
__uint16_identity (__uint16_t __x)
{
  return __x;
}

static __inline __uint32_t
__uint32_identity (__uint32_t __x)
{
  return __x;
}

static __inline __uint64_t
__uint64_identity (__uint64_t __x)
{
  return __x;
}
# 37 "/usr/include/endian.h" 2 3 4
# 177 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4


# 1 "/usr/include/x86_64-linux-gnu/sys/select.h" 1 3 4
# 30 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/select.h" 1 3 4
# 31 "/usr/include/x86_64-linux-gnu/sys/select.h" 2 3 4


# 1 "/usr/include/x86_64-linux-gnu/bits/types/sigset_t.h" 1 3 4



# 1 "/usr/include/x86_64-linux-gnu/bits/types/__sigset_t.h" 1 3 4




typedef struct
{
  unsigned long int __val[(1024 / (8 * sizeof (unsigned long int)))];
} __sigset_t;
# 5 "/usr/include/x86_64-linux-gnu/bits/types/sigset_t.h" 2 3 4


typedef __sigset_t sigset_t;
# 34 "/usr/include/x86_64-linux-gnu/sys/select.h" 2 3 4



# 1 "/usr/include/x86_64-linux-gnu/bits/types/struct_timeval.h" 1 3 4







struct timeval
{




  __time_t tv_sec;
  __suseconds_t tv_usec;

};
# 38 "/usr/include/x86_64-linux-gnu/sys/select.h" 2 3 4

# 1 "/usr/include/x86_64-linux-gnu/bits/types/struct_timespec.h" 1 3 4
# 11 "/usr/include/x86_64-linux-gnu/bits/types/struct_timespec.h" 3 4
struct timespec
{



  __time_t tv_sec;




  __syscall_slong_t tv_nsec;
# 31 "/usr/include/x86_64-linux-gnu/bits/types/struct_timespec.h" 3 4
};
# 40 "/usr/include/x86_64-linux-gnu/sys/select.h" 2 3 4
# 49 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
typedef long int __fd_mask;
# 59 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
typedef struct
  {



    __fd_mask fds_bits[1024 / (8 * (int) sizeof (__fd_mask))];





  } fd_set;






typedef __fd_mask fd_mask;
# 91 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
extern "C" {
# 102 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
extern int select (int __nfds, fd_set *__restrict __readfds,
     fd_set *__restrict __writefds,
     fd_set *__restrict __exceptfds,
     struct timeval *__restrict __timeout);
# 127 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
extern int pselect (int __nfds, fd_set *__restrict __readfds,
      fd_set *__restrict __writefds,
      fd_set *__restrict __exceptfds,
      const struct timespec *__restrict __timeout,
      const __sigset_t *__restrict __sigmask);
# 153 "/usr/include/x86_64-linux-gnu/sys/select.h" 3 4
}
# 180 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4





typedef __blksize_t blksize_t;






typedef __blkcnt_t blkcnt_t;



typedef __fsblkcnt_t fsblkcnt_t;



typedef __fsfilcnt_t fsfilcnt_t;
# 219 "/usr/include/x86_64-linux-gnu/sys/types.h" 3 4
typedef __blkcnt64_t blkcnt64_t;
typedef __fsblkcnt64_t fsblkcnt64_t;
typedef __fsfilcnt64_t fsfilcnt64_t;





# 1 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes.h" 1 3 4
# 23 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 1 3 4
# 44 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes-arch.h" 1 3 4
# 21 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes-arch.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/wordsize.h" 1 3 4
# 22 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes-arch.h" 2 3 4
# 45 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 2 3 4

# 1 "/usr/include/x86_64-linux-gnu/bits/atomic_wide_counter.h" 1 3 4
# 25 "/usr/include/x86_64-linux-gnu/bits/atomic_wide_counter.h" 3 4
typedef union
{
  __extension__ unsigned long long int __value64;
  struct
  {
    unsigned int __low;
    unsigned int __high;
  } __value32;
} __atomic_wide_counter;
# 47 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 2 3 4




typedef struct __pthread_internal_list
{
  struct __pthread_internal_list *__prev;
  struct __pthread_internal_list *__next;
} __pthread_list_t;

typedef struct __pthread_internal_slist
{
  struct __pthread_internal_slist *__next;
} __pthread_slist_t;
# 76 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/struct_mutex.h" 1 3 4
# 22 "/usr/include/x86_64-linux-gnu/bits/struct_mutex.h" 3 4
struct __pthread_mutex_s
{
  int __lock;
  unsigned int __count;
  int __owner;

  unsigned int __nusers;



  int __kind;

  short __spins;
  short __elision;
  __pthread_list_t __list;
# 53 "/usr/include/x86_64-linux-gnu/bits/struct_mutex.h" 3 4
};
# 77 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 2 3 4
# 89 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/struct_rwlock.h" 1 3 4
# 23 "/usr/include/x86_64-linux-gnu/bits/struct_rwlock.h" 3 4
struct __pthread_rwlock_arch_t
{
  unsigned int __readers;
  unsigned int __writers;
  unsigned int __wrphase_futex;
  unsigned int __writers_futex;
  unsigned int __pad3;
  unsigned int __pad4;

  int __cur_writer;
  int __shared;
  signed char __rwelision;




  unsigned char __pad1[7];


  unsigned long int __pad2;


  unsigned int __flags;
# 55 "/usr/include/x86_64-linux-gnu/bits/struct_rwlock.h" 3 4
};
# 90 "/usr/include/x86_64-linux-gnu/bits/thread-shared-types.h" 2 3 4




struct __pthread_cond_s
{
  __atomic_wide_counter __wseq;
  __atomic_wide_counter __g1_start;
  unsigned int __g_refs[2] ;
  unsigned int __g_size[2];
  unsigned int __g1_orig_size;
  unsigned int __wrefs;
  unsigned int __g_signals[2];
};

typedef unsigned int __tss_t;
typedef unsigned long int __thrd_t;

typedef struct
{
  int __data ;
} __once_flag;
# 24 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes.h" 2 3 4



typedef unsigned long int pthread_t;




typedef union
{
  char __size[4];
  int __align;
} pthread_mutexattr_t;




typedef union
{
  char __size[4];
  int __align;
} pthread_condattr_t;



typedef unsigned int pthread_key_t;



typedef int pthread_once_t;


union pthread_attr_t
{
  char __size[56];
  long int __align;
};

typedef union pthread_attr_t pthread_attr_t;




typedef union
{
  struct __pthread_mutex_s __data;
  char __size[40];
  long int __align;
} pthread_mutex_t;


typedef union
{
  struct __pthread_cond_s __data;
  char __size[48];
  __extension__ long long int __align;
} pthread_cond_t;





typedef union
{
  struct __pthread_rwlock_arch_t __data;
  char __size[56];
  long int __align;
} pthread_rwlock_t;

typedef union
{
  char __size[8];
  long int __align;
} pthread_rwlockattr_t;





typedef volatile int pthread_spinlock_t;




typedef union
{
  char __size[32];
  long int __align;
} pthread_barrier_t;

typedef union
{
  char __size[4];
  int __align;
} pthread_barrierattr_t;
# 228 "/usr/include/x86_64-linux-gnu/sys/types.h" 2 3 4


}
# 396 "/usr/include/stdlib.h" 2 3 4






extern long int random (void) noexcept (true);


extern void srandom (unsigned int __seed) noexcept (true);





extern char *initstate (unsigned int __seed, char *__statebuf,
   size_t __statelen) noexcept (true) __attribute__ ((__nonnull__ (2)));



extern char *setstate (char *__statebuf) noexcept (true) __attribute__ ((__nonnull__ (1)));







struct random_data
  {
    int32_t *fptr;
    int32_t *rptr;
    int32_t *state;
    int rand_type;
    int rand_deg;
    int rand_sep;
    int32_t *end_ptr;
  };

extern int random_r (struct random_data *__restrict __buf,
       int32_t *__restrict __result) noexcept (true) __attribute__ ((__nonnull__ (1, 2)));

extern int srandom_r (unsigned int __seed, struct random_data *__buf)
     noexcept (true) __attribute__ ((__nonnull__ (2)));

extern int initstate_r (unsigned int __seed, char *__restrict __statebuf,
   size_t __statelen,
   struct random_data *__restrict __buf)
     noexcept (true) __attribute__ ((__nonnull__ (2, 4)));

extern int setstate_r (char *__restrict __statebuf,
         struct random_data *__restrict __buf)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));





extern int rand (void) noexcept (true);

extern void srand (unsigned int __seed) noexcept (true);



extern int rand_r (unsigned int *__seed) noexcept (true);







extern double drand48 (void) noexcept (true);
extern double erand48 (unsigned short int __xsubi[3]) noexcept (true) __attribute__ ((__nonnull__ (1)));


extern long int lrand48 (void) noexcept (true);
extern long int nrand48 (unsigned short int __xsubi[3])
     noexcept (true) __attribute__ ((__nonnull__ (1)));


extern long int mrand48 (void) noexcept (true);
extern long int jrand48 (unsigned short int __xsubi[3])
     noexcept (true) __attribute__ ((__nonnull__ (1)));


extern void srand48 (long int __seedval) noexcept (true);
extern unsigned short int *seed48 (unsigned short int __seed16v[3])
     noexcept (true) __attribute__ ((__nonnull__ (1)));
extern void lcong48 (unsigned short int __param[7]) noexcept (true) __attribute__ ((__nonnull__ (1)));





struct drand48_data
  {
    unsigned short int __x[3];
    unsigned short int __old_x[3];
    unsigned short int __c;
    unsigned short int __init;
    __extension__ unsigned long long int __a;

  };


extern int drand48_r (struct drand48_data *__restrict __buffer,
        double *__restrict __result) noexcept (true) __attribute__ ((__nonnull__ (1, 2)));
extern int erand48_r (unsigned short int __xsubi[3],
        struct drand48_data *__restrict __buffer,
        double *__restrict __result) noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern int lrand48_r (struct drand48_data *__restrict __buffer,
        long int *__restrict __result)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));
extern int nrand48_r (unsigned short int __xsubi[3],
        struct drand48_data *__restrict __buffer,
        long int *__restrict __result)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern int mrand48_r (struct drand48_data *__restrict __buffer,
        long int *__restrict __result)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));
extern int jrand48_r (unsigned short int __xsubi[3],
        struct drand48_data *__restrict __buffer,
        long int *__restrict __result)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern int srand48_r (long int __seedval, struct drand48_data *__buffer)
     noexcept (true) __attribute__ ((__nonnull__ (2)));

extern int seed48_r (unsigned short int __seed16v[3],
       struct drand48_data *__buffer) noexcept (true) __attribute__ ((__nonnull__ (1, 2)));

extern int lcong48_r (unsigned short int __param[7],
        struct drand48_data *__buffer)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2)));


extern __uint32_t arc4random (void)
     noexcept (true) ;


extern void arc4random_buf (void *__buf, size_t __size)
     noexcept (true) __attribute__ ((__nonnull__ (1)));



extern __uint32_t arc4random_uniform (__uint32_t __upper_bound)
     noexcept (true) ;




extern void *malloc (size_t __size) noexcept (true) __attribute__ ((__malloc__))
     __attribute__ ((__alloc_size__ (1))) ;

extern void *calloc (size_t __nmemb, size_t __size)
     noexcept (true) __attribute__ ((__malloc__)) __attribute__ ((__alloc_size__ (1, 2))) ;






extern void *realloc (void *__ptr, size_t __size)
     noexcept (true) __attribute__ ((__warn_unused_result__)) __attribute__ ((__alloc_size__ (2)));


extern void free (void *__ptr) noexcept (true);







extern void *reallocarray (void *__ptr, size_t __nmemb, size_t __size)
     noexcept (true) __attribute__ ((__warn_unused_result__))
     __attribute__ ((__alloc_size__ (2, 3)))
    __attribute__ ((__malloc__ (__builtin_free, 1)));


extern void *reallocarray (void *__ptr, size_t __nmemb, size_t __size)
     noexcept (true) __attribute__ ((__malloc__ (reallocarray, 1)));



# 1 "/usr/include/alloca.h" 1 3 4
# 24 "/usr/include/alloca.h" 3 4
# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 25 "/usr/include/alloca.h" 2 3 4

extern "C" {





extern void *alloca (size_t __size) noexcept (true);





}
# 588 "/usr/include/stdlib.h" 2 3 4





extern void *valloc (size_t __size) noexcept (true) __attribute__ ((__malloc__))
     __attribute__ ((__alloc_size__ (1))) ;




extern int posix_memalign (void **__memptr, size_t __alignment, size_t __size)
     noexcept (true) __attribute__ ((__nonnull__ (1))) ;




extern void *aligned_alloc (size_t __alignment, size_t __size)
     noexcept (true) __attribute__ ((__malloc__)) __attribute__ ((__alloc_align__ (1)))
     __attribute__ ((__alloc_size__ (2))) ;



extern void abort (void) noexcept (true) __attribute__ ((__noreturn__));



extern int atexit (void (*__func) (void)) noexcept (true) __attribute__ ((__nonnull__ (1)));




extern "C++" int at_quick_exit (void (*__func) (void))
     noexcept (true) __asm ("at_quick_exit") __attribute__ ((__nonnull__ (1)));
# 630 "/usr/include/stdlib.h" 3 4
extern int on_exit (void (*__func) (int __status, void *__arg), void *__arg)
     noexcept (true) __attribute__ ((__nonnull__ (1)));





extern void exit (int __status) noexcept (true) __attribute__ ((__noreturn__));





extern void quick_exit (int __status) noexcept (true) __attribute__ ((__noreturn__));





extern void _Exit (int __status) noexcept (true) __attribute__ ((__noreturn__));




extern char *getenv (const char *__name) noexcept (true) __attribute__ ((__nonnull__ (1))) ;




extern char *secure_getenv (const char *__name)
     noexcept (true) __attribute__ ((__nonnull__ (1))) ;






extern int putenv (char *__string) noexcept (true) __attribute__ ((__nonnull__ (1)));





extern int setenv (const char *__name, const char *__value, int __replace)
     noexcept (true) __attribute__ ((__nonnull__ (2)));


extern int unsetenv (const char *__name) noexcept (true) __attribute__ ((__nonnull__ (1)));






extern int clearenv (void) noexcept (true);
# 695 "/usr/include/stdlib.h" 3 4
extern char *mktemp (char *__template) noexcept (true) __attribute__ ((__nonnull__ (1)));
# 708 "/usr/include/stdlib.h" 3 4
extern int mkstemp (char *__template) __attribute__ ((__nonnull__ (1))) ;
# 718 "/usr/include/stdlib.h" 3 4
extern int mkstemp64 (char *__template) __attribute__ ((__nonnull__ (1))) ;
# 730 "/usr/include/stdlib.h" 3 4
extern int mkstemps (char *__template, int __suffixlen) __attribute__ ((__nonnull__ (1))) ;
# 740 "/usr/include/stdlib.h" 3 4
extern int mkstemps64 (char *__template, int __suffixlen)
     __attribute__ ((__nonnull__ (1))) ;
# 751 "/usr/include/stdlib.h" 3 4
extern char *mkdtemp (char *__template) noexcept (true) __attribute__ ((__nonnull__ (1))) ;
# 762 "/usr/include/stdlib.h" 3 4
extern int mkostemp (char *__template, int __flags) __attribute__ ((__nonnull__ (1))) ;
# 772 "/usr/include/stdlib.h" 3 4
extern int mkostemp64 (char *__template, int __flags) __attribute__ ((__nonnull__ (1))) ;
# 782 "/usr/include/stdlib.h" 3 4
extern int mkostemps (char *__template, int __suffixlen, int __flags)
     __attribute__ ((__nonnull__ (1))) ;
# 794 "/usr/include/stdlib.h" 3 4
extern int mkostemps64 (char *__template, int __suffixlen, int __flags)
     __attribute__ ((__nonnull__ (1))) ;
# 804 "/usr/include/stdlib.h" 3 4
extern int system (const char *__command) ;





extern char *canonicalize_file_name (const char *__name)
     noexcept (true) __attribute__ ((__nonnull__ (1))) __attribute__ ((__malloc__))
     __attribute__ ((__malloc__ (__builtin_free, 1))) ;
# 821 "/usr/include/stdlib.h" 3 4
extern char *realpath (const char *__restrict __name,
         char *__restrict __resolved) noexcept (true) ;






typedef int (*__compar_fn_t) (const void *, const void *);


typedef __compar_fn_t comparison_fn_t;



typedef int (*__compar_d_fn_t) (const void *, const void *, void *);




extern void *bsearch (const void *__key, const void *__base,
        size_t __nmemb, size_t __size, __compar_fn_t __compar)
     __attribute__ ((__nonnull__ (1, 2, 5))) ;







extern void qsort (void *__base, size_t __nmemb, size_t __size,
     __compar_fn_t __compar) __attribute__ ((__nonnull__ (1, 4)));

extern void qsort_r (void *__base, size_t __nmemb, size_t __size,
       __compar_d_fn_t __compar, void *__arg)
  __attribute__ ((__nonnull__ (1, 4)));




extern int abs (int __x) noexcept (true) __attribute__ ((__const__)) ;
extern long int labs (long int __x) noexcept (true) __attribute__ ((__const__)) ;


__extension__ extern long long int llabs (long long int __x)
     noexcept (true) __attribute__ ((__const__)) ;






extern div_t div (int __numer, int __denom)
     noexcept (true) __attribute__ ((__const__)) ;
extern ldiv_t ldiv (long int __numer, long int __denom)
     noexcept (true) __attribute__ ((__const__)) ;


__extension__ extern lldiv_t lldiv (long long int __numer,
        long long int __denom)
     noexcept (true) __attribute__ ((__const__)) ;
# 893 "/usr/include/stdlib.h" 3 4
extern char *ecvt (double __value, int __ndigit, int *__restrict __decpt,
     int *__restrict __sign) noexcept (true) __attribute__ ((__nonnull__ (3, 4))) ;




extern char *fcvt (double __value, int __ndigit, int *__restrict __decpt,
     int *__restrict __sign) noexcept (true) __attribute__ ((__nonnull__ (3, 4))) ;




extern char *gcvt (double __value, int __ndigit, char *__buf)
     noexcept (true) __attribute__ ((__nonnull__ (3))) ;




extern char *qecvt (long double __value, int __ndigit,
      int *__restrict __decpt, int *__restrict __sign)
     noexcept (true) __attribute__ ((__nonnull__ (3, 4))) ;
extern char *qfcvt (long double __value, int __ndigit,
      int *__restrict __decpt, int *__restrict __sign)
     noexcept (true) __attribute__ ((__nonnull__ (3, 4))) ;
extern char *qgcvt (long double __value, int __ndigit, char *__buf)
     noexcept (true) __attribute__ ((__nonnull__ (3))) ;




extern int ecvt_r (double __value, int __ndigit, int *__restrict __decpt,
     int *__restrict __sign, char *__restrict __buf,
     size_t __len) noexcept (true) __attribute__ ((__nonnull__ (3, 4, 5)));
extern int fcvt_r (double __value, int __ndigit, int *__restrict __decpt,
     int *__restrict __sign, char *__restrict __buf,
     size_t __len) noexcept (true) __attribute__ ((__nonnull__ (3, 4, 5)));

extern int qecvt_r (long double __value, int __ndigit,
      int *__restrict __decpt, int *__restrict __sign,
      char *__restrict __buf, size_t __len)
     noexcept (true) __attribute__ ((__nonnull__ (3, 4, 5)));
extern int qfcvt_r (long double __value, int __ndigit,
      int *__restrict __decpt, int *__restrict __sign,
      char *__restrict __buf, size_t __len)
     noexcept (true) __attribute__ ((__nonnull__ (3, 4, 5)));





extern int mblen (const char *__s, size_t __n) noexcept (true);


extern int mbtowc (wchar_t *__restrict __pwc,
     const char *__restrict __s, size_t __n) noexcept (true);


extern int wctomb (char *__s, wchar_t __wchar) noexcept (true);



extern size_t mbstowcs (wchar_t *__restrict __pwcs,
   const char *__restrict __s, size_t __n) noexcept (true)
    __attribute__ ((__access__ (__read_only__, 2)));

extern size_t wcstombs (char *__restrict __s,
   const wchar_t *__restrict __pwcs, size_t __n)
     noexcept (true)
  __attribute__ ((__access__ (__write_only__, 1, 3)))
  __attribute__ ((__access__ (__read_only__, 2)));






extern int rpmatch (const char *__response) noexcept (true) __attribute__ ((__nonnull__ (1))) ;
# 980 "/usr/include/stdlib.h" 3 4
extern int getsubopt (char **__restrict __optionp,
        char *const *__restrict __tokens,
        char **__restrict __valuep)
     noexcept (true) __attribute__ ((__nonnull__ (1, 2, 3))) ;







extern int posix_openpt (int __oflag) ;







extern int grantpt (int __fd) noexcept (true);



extern int unlockpt (int __fd) noexcept (true);




extern char *ptsname (int __fd) noexcept (true) ;






extern int ptsname_r (int __fd, char *__buf, size_t __buflen)
     noexcept (true) __attribute__ ((__nonnull__ (2))) __attribute__ ((__access__ (__write_only__, 2, 3)));


extern int getpt (void);






extern int getloadavg (double __loadavg[], int __nelem)
     noexcept (true) __attribute__ ((__nonnull__ (1)));
# 1036 "/usr/include/stdlib.h" 3 4
# 1 "/usr/include/x86_64-linux-gnu/bits/stdlib-float.h" 1 3 4
# 1037 "/usr/include/stdlib.h" 2 3 4
# 1048 "/usr/include/stdlib.h" 3 4
}
# 76 "/usr/include/c++/12/cstdlib" 2 3

# 1 "/usr/include/c++/12/bits/std_abs.h" 1 3
# 33 "/usr/include/c++/12/bits/std_abs.h" 3
       
# 34 "/usr/include/c++/12/bits/std_abs.h" 3
# 46 "/usr/include/c++/12/bits/std_abs.h" 3
extern "C++"
{
namespace std __attribute__ ((__visibility__ ("default")))
{


  using ::abs;


  inline long
  abs(long __i) { return __builtin_labs(__i); }



  inline long long
  abs(long long __x) { return __builtin_llabs (__x); }
# 70 "/usr/include/c++/12/bits/std_abs.h" 3
  inline constexpr double
  abs(double __x)
  { return __builtin_fabs(__x); }

  inline constexpr float
  abs(float __x)
  { return __builtin_fabsf(__x); }

  inline constexpr long double
  abs(long double __x)
  { return __builtin_fabsl(__x); }
# 107 "/usr/include/c++/12/bits/std_abs.h" 3

}
}
# 78 "/usr/include/c++/12/cstdlib" 2 3
# 121 "/usr/include/c++/12/cstdlib" 3
extern "C++"
{
namespace std __attribute__ ((__visibility__ ("default")))
{


  using ::div_t;
  using ::ldiv_t;

  using ::abort;

  using ::aligned_alloc;

  using ::atexit;


  using ::at_quick_exit;


  using ::atof;
  using ::atoi;
  using ::atol;
  using ::bsearch;
  using ::calloc;
  using ::div;
  using ::exit;
  using ::free;
  using ::getenv;
  using ::labs;
  using ::ldiv;
  using ::malloc;

  using ::mblen;
  using ::mbstowcs;
  using ::mbtowc;

  using ::qsort;


  using ::quick_exit;


  using ::rand;
  using ::realloc;
  using ::srand;
  using ::strtod;
  using ::strtol;
  using ::strtoul;
  using ::system;

  using ::wcstombs;
  using ::wctomb;



  inline ldiv_t
  div(long __i, long __j) { return ldiv(__i, __j); }




}
# 195 "/usr/include/c++/12/cstdlib" 3
namespace __gnu_cxx __attribute__ ((__visibility__ ("default")))
{



  using ::lldiv_t;





  using ::_Exit;



  using ::llabs;

  inline lldiv_t
  div(long long __n, long long __d)
  { lldiv_t __q; __q.quot = __n / __d; __q.rem = __n % __d; return __q; }

  using ::lldiv;
# 227 "/usr/include/c++/12/cstdlib" 3
  using ::atoll;
  using ::strtoll;
  using ::strtoull;

  using ::strtof;
  using ::strtold;


}

namespace std
{

  using ::__gnu_cxx::lldiv_t;

  using ::__gnu_cxx::_Exit;

  using ::__gnu_cxx::llabs;
  using ::__gnu_cxx::div;
  using ::__gnu_cxx::lldiv;

  using ::__gnu_cxx::atoll;
  using ::__gnu_cxx::strtof;
  using ::__gnu_cxx::strtoll;
  using ::__gnu_cxx::strtoull;
  using ::__gnu_cxx::strtold;
}



}
# 10 "include/ffiguard/jni/data/string.hpp" 2
# 1 "/usr/include/c++/12/cstring" 1 3
# 39 "/usr/include/c++/12/cstring" 3
       
# 40 "/usr/include/c++/12/cstring" 3
# 11 "include/ffiguard/jni/data/string.hpp" 2



# 1 "include/ffiguard/core/detail/inner_nul.hpp" 1
# 13 "include/ffiguard/core/detail/inner_nul.hpp"

# 13 "include/ffiguard/core/detail/inner_nul.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {






[[nodiscard]] inline status check_no_nul(const char* text, std::size_t size) noexcept {
    if (text == nullptr || size == 0) return {};

    const void* const nul = __builtin_memchr(text, '\0', size);



    if (nul == nullptr) return {};
    return status::inner_nul(static_cast<std::size_t>(static_cast<const char*>(nul) - text));
}

}
}
}
# 15 "include/ffiguard/jni/data/string.hpp" 2




# 1 "include/ffiguard/jni/detail/small_buffer.hpp" 1





# 1 "/usr/include/c++/12/cstdlib" 1 3
# 39 "/usr/include/c++/12/cstdlib" 3
       
# 40 "/usr/include/c++/12/cstdlib" 3
# 7 "include/ffiguard/jni/detail/small_buffer.hpp" 2



# 1 "include/ffiguard/memory/detail/extent.hpp" 1
# 12 "include/ffiguard/memory/detail/extent.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


template <class T>
[[nodiscard]] constexpr bool fits(std::uintmax_t count) noexcept {
    return count <= std::uintmax_t{
# 19 "include/ffiguard/memory/detail/extent.hpp" 3 4
                                  (9223372036854775807L)
# 19 "include/ffiguard/memory/detail/extent.hpp"
                                             } / sizeof(T);
}




template <class T>
[[nodiscard]] constexpr status check_extent(std::uintptr_t address, std::uintmax_t count) noexcept {
    if (count == 0) return {};
    if (address == 0) return status_code::null;
    if (!fits<T>(count)) return status_code::overflow;
    if (address % alignof(T) != 0) return status_code::invalid_argument;
    if (count * sizeof(T) > 
# 31 "include/ffiguard/memory/detail/extent.hpp" 3 4
                           (18446744073709551615UL) 
# 31 "include/ffiguard/memory/detail/extent.hpp"
                                       - address) return status_code::overflow;
    return {};
}


[[nodiscard]] inline std::size_t checked_index(std::size_t index, std::size_t size,
                                               const char* what) noexcept {
    if (index >= size) fail(violation::bad_access, what);
    return index;
}

}
}
}
# 11 "include/ffiguard/jni/detail/small_buffer.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {

using malloc_memory = owned<&std::free>;



template <class T>
class small_buffer {
public:
    enum : std::size_t { in_place = 1024 / sizeof(T) };


    small_buffer() noexcept {}
    small_buffer(const small_buffer&) = delete;
    small_buffer& operator=(const small_buffer&) = delete;



    [[nodiscard]] T* allocate(std::size_t count) noexcept {
        if (count <= in_place) return small_;
        if (!ffiguard::detail::fits<T>(count)) return nullptr;
        large_.reset(std::malloc(count * sizeof(T)));
        return static_cast<T*>(large_.get());
    }

private:
    malloc_memory large_;
    T small_[in_place];
};

}
}
}
}
# 20 "include/ffiguard/jni/data/string.hpp" 2


# 1 "include/ffiguard/memory/c_array.hpp" 1






# 1 "/usr/include/c++/12/cstdlib" 1 3
# 39 "/usr/include/c++/12/cstdlib" 3
       
# 40 "/usr/include/c++/12/cstdlib" 3
# 8 "include/ffiguard/memory/c_array.hpp" 2
# 1 "/usr/include/c++/12/cstring" 1 3
# 39 "/usr/include/c++/12/cstring" 3
       
# 40 "/usr/include/c++/12/cstring" 3
# 9 "include/ffiguard/memory/c_array.hpp" 2




# 1 "include/ffiguard/core/detail/receives.hpp" 1
# 9 "include/ffiguard/core/detail/receives.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {

namespace detail {
# 27 "include/ffiguard/core/detail/receives.hpp"
template <class Owner>
struct receives;



template <class Value, class Out, class = void>
struct handed_over : std::false_type {};



template <class Byte, class Size>
struct bytes_room {
    Byte* to;
    unsigned long long room;
    Size* size;
};
template <class Out>
constexpr bool is_missing(const Out* out) noexcept {
    return out == nullptr;
}
template <class Byte, class Size>
constexpr bool is_missing(const bytes_room<Byte, Size>* out) noexcept {
    return out->size == nullptr || (out->to == nullptr && out->room != 0);
}
template <class Out>
void empty_out(Out* out) {
    *out = Out();
}
template <class Byte, class Size>
void empty_out(bytes_room<Byte, Size>* out) noexcept {
    *out->size = 0;
}





template <class Enabled, class Parameter, class... Given>
struct given_as_if : std::false_type {};
template <class Parameter, class... Given>
using given_as = given_as_if<void, Parameter, Given...>;


template <class Pointer>
struct counted {
    Pointer data;
    unsigned long long count;
};

}
}
}
# 14 "include/ffiguard/memory/c_array.hpp" 2




# 1 "include/ffiguard/memory/detail/sized_memory.hpp" 1







# 1 "include/ffiguard/memory/detail/free_memory.hpp" 1
# 9 "include/ffiguard/memory/detail/free_memory.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


template <class T, class = void>
struct has_nothing_to_destroy : std::true_type {};
template <class T>
struct has_nothing_to_destroy<T, std::enable_if_t<!std::is_void_v<T> && sizeof(T) != 0>>
    : std::is_trivially_destructible<T> {};



template <class T, class Free>
void free_memory(const Free& free, T* memory) noexcept {
    static_assert(has_nothing_to_destroy<T>::value,
                  "ffiguard: freeing foreign memory runs no destructor; T must be trivially "
                  "destructible");
    static_assert(std::is_invocable_v<const Free&, std::remove_cv_t<T>*>,
                  "ffiguard: the freeing function must take a pointer that T* converts to");
    static_cast<void>(free(const_cast<std::remove_cv_t<T>*>(memory)));
}

}
}
}
# 9 "include/ffiguard/memory/detail/sized_memory.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {



template <class T>
struct sized_memory {
    T* data = nullptr;
    std::size_t size = 0;

    friend constexpr bool operator==(const sized_memory& a, const sized_memory& b) noexcept {
        return a.data == b.data;
    }
};

template <class T, auto Free>
struct sized_memory_traits {
    using value_type = sized_memory<T>;
    static constexpr value_type empty() noexcept { return {}; }
    static constexpr bool is_empty(const value_type& memory) noexcept {
        return memory.data == nullptr;
    }
    static constexpr std::size_t bytes(const value_type& memory) noexcept {
        return memory.size * sizeof(T);
    }
    static void close(value_type memory) noexcept { free_memory(Free, memory.data); }
};

}
}
}
# 19 "include/ffiguard/memory/c_array.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
# 32 "include/ffiguard/memory/c_array.hpp"
template <class T>
class [[nodiscard]] c_array {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_const_v<T>,
                  "ffiguard: realloc moves and free drops the elements as bytes; T must be "
                  "trivially copyable and not const");
    static_assert(alignof(T) <= alignof(std::max_align_t),
                  "ffiguard: malloc does not align for an over-aligned T");

public:
    using value_type = T;

    using memory = detail::sized_memory<T>;


    constexpr c_array() noexcept = default;


    static result<c_array> allocate(std::size_t count) noexcept {
        if (!detail::fits<T>(count)) return status_code::overflow;
        if (count == 0) return c_array();
        auto* const data = static_cast<T*>(std::calloc(count, sizeof(T)));
        if (data == nullptr) return status_code::out_of_memory;
        return c_array(data, count);
    }




    static result<c_array> adopt(T* data, std::size_t count) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(data);
        const status possible = detail::check_extent<T>(address, count);
        if (!possible.ok()) return possible;
        return c_array(data, count);
    }




    status resize(std::size_t count) noexcept {
        if (!detail::fits<T>(count)) return status_code::overflow;
        if (count == 0) {
            owner_.reset();
            return {};
        }
        const memory old = owner_.release();
        auto* const moved = static_cast<T*>(std::realloc(old.data, count * sizeof(T)));
        if (moved == nullptr) {
            owner_.reset(old);
            return status_code::out_of_memory;
        }
        owner_.reset({moved, count});
        if (count > old.size)
            std::memset(static_cast<void*>(moved + old.size), 0, (count - old.size) * sizeof(T));
        return {};
    }


    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    [[nodiscard]] T* data() noexcept { return owner_.get().data; }
    [[nodiscard]] const T* data() const noexcept { return owner_.get().data; }
    [[nodiscard]] std::size_t size() const noexcept { return owner_.get().size; }
    [[nodiscard]] T* begin() noexcept { return data(); }
    [[nodiscard]] T* end() noexcept { return data() + size(); }
    [[nodiscard]] const T* begin() const noexcept { return data(); }
    [[nodiscard]] const T* end() const noexcept { return data() + size(); }


    [[nodiscard]] T& operator[](std::size_t index) noexcept { return data()[checked(index)]; }
    [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
        return data()[checked(index)];
    }


    [[nodiscard]] memory release() noexcept { return owner_.release(); }

    void reset() noexcept { owner_.reset(); }

private:
    explicit c_array(T* data, std::size_t count) noexcept : owner_({data, count}) {}

    [[nodiscard]] std::size_t checked(std::size_t index) const noexcept {
        return detail::checked_index(index, size(), "c_array: index past the end");
    }

    unique_handle<detail::sized_memory_traits<T, &std::free>> owner_;
};

namespace detail {


template <class T>
struct receives<c_array<T>> {
    using owner = c_array<T>;
    using pointer = T*;
    static constexpr T* empty() noexcept { return nullptr; }
    static constexpr bool is_empty(const T* data) noexcept { return data == nullptr; }
    __attribute__((visibility("hidden"))) static void clear(owner& to) noexcept { to.reset(); }
    __attribute__((visibility("hidden"))) static status put(owner& to, T* data, std::uint64_t count) noexcept {
        if (!fits<T>(count)) return status_code::overflow;
        auto taken = owner::adopt(data, static_cast<std::size_t>(count));
        if (taken) to = *std::move(taken);
        return taken.status();
    }
    static counted<T*> take(owner& from) noexcept {
        const auto given = from.release();
        return {given.data, given.size};
    }
};

}

}
}
# 23 "include/ffiguard/jni/data/string.hpp" 2
# 1 "include/ffiguard/memory/c_string.hpp" 1






# 1 "/usr/include/c++/12/cstdlib" 1 3
# 39 "/usr/include/c++/12/cstdlib" 3
       
# 40 "/usr/include/c++/12/cstdlib" 3
# 8 "include/ffiguard/memory/c_string.hpp" 2
# 1 "/usr/include/c++/12/cstring" 1 3
# 39 "/usr/include/c++/12/cstring" 3
       
# 40 "/usr/include/c++/12/cstring" 3
# 9 "include/ffiguard/memory/c_string.hpp" 2
# 22 "include/ffiguard/memory/c_string.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {

namespace detail {
struct whole_text;
}
# 41 "include/ffiguard/memory/c_string.hpp"
template <auto Free>
class [[nodiscard]] basic_c_string {
public:

    constexpr basic_c_string() noexcept = default;




    static result<basic_c_string> duplicate(std::string_view text) noexcept {
        if (text.size() >= std::size_t{
# 51 "include/ffiguard/memory/c_string.hpp" 3 4
                                      (9223372036854775807L)
# 51 "include/ffiguard/memory/c_string.hpp"
                                                 }) return status_code::overflow;
        if (const status whole = detail::check_no_nul(text.data(), text.size()); !whole.ok())
            return whole;
        return copy(text);
    }


    static result<basic_c_string> duplicate(const char* text) noexcept {
        if (text == nullptr) return status_code::null;
        return copy(std::string_view(text));
    }



    static result<basic_c_string> duplicate_view(const ffiguard_view& text) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(text.data);
        const status possible = detail::check_extent<char>(address, text.size);
        if (!possible.ok()) return possible;
        const void* const bytes = text.data;
        return duplicate(
            std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(text.size)));
    }


    static basic_c_string adopt(char* text) noexcept {
        return basic_c_string(text, text != nullptr ? std::strlen(text) : 0);
    }




    static result<basic_c_string> adopt(char* text, std::size_t length) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(text);
        const status possible = detail::check_extent<char>(address, length);
        if (!possible.ok()) return possible;
        if (text != nullptr && text[length] != '\0') return status_code::invalid_argument;
        if (const status whole = detail::check_no_nul(text, length); !whole.ok()) return whole;
        return basic_c_string(text, length);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }

    [[nodiscard]] const char* c_str() const noexcept { return owner_ ? owner_.get().data : ""; }

    [[nodiscard]] std::size_t size() const noexcept { return owner_.get().size; }
    [[nodiscard]] std::string_view view() const noexcept { return {c_str(), size()}; }



    [[nodiscard]] char* release() noexcept { return owner_.release().data; }

    void reset() noexcept { owner_.reset(); }

private:
    friend detail::whole_text;

    static result<basic_c_string> copy(std::string_view whole) noexcept {
        static_assert(std::is_same_v<basic_c_string, basic_c_string<&std::free>>,
                      "ffiguard: duplicate() takes memory from malloc, so only c_string, which "
                      "gives it back to free, has it");
        auto* const copied = static_cast<char*>(std::malloc(whole.size() + 1));
        if (copied == nullptr) return status_code::out_of_memory;
        if (!whole.empty()) std::memcpy(copied, whole.data(), whole.size());
        copied[whole.size()] = '\0';
        return basic_c_string(copied, whole.size());
    }
    explicit basic_c_string(char* text, std::size_t length) noexcept : owner_({text, length}) {}

    unique_handle<detail::sized_memory_traits<char, Free>> owner_;
};


using c_string = basic_c_string<&std::free>;

namespace detail {


struct whole_text {
    static c_string adopt(char* text, std::size_t length) noexcept {
        return c_string(text, length);
    }
};


template <auto Free>
struct receives<basic_c_string<Free>> {
    using owner = basic_c_string<Free>;
    using slot_type = char*;
    static constexpr char* empty() noexcept { return nullptr; }
    static constexpr bool is_empty(const char* text) noexcept { return text == nullptr; }
    __attribute__((visibility("hidden"))) static void clear(owner& to) noexcept { to.reset(); }
    static bool holds(const owner& to, const char* text) noexcept { return to.c_str() == text; }
    __attribute__((visibility("hidden"))) static void put(owner& to, char* text) noexcept { to = owner::adopt(text); }
    __attribute__((visibility("hidden"))) static void close(owner&, char* text) noexcept { owner::adopt(text).reset(); }
    static char* take(owner& from) noexcept { return from.release(); }
};



template <>
struct given_as_if<void, c_string, ffiguard_view> : std::true_type {
    static result<c_string> from(const ffiguard_view& text) noexcept {
        return c_string::duplicate_view(text);
    }
};
template <class Memory, class Count>
struct given_as_if<std::enable_if_t<std::is_integral_v<Count> && sizeof(Memory) == 1>, c_string,
                   Memory*, Count> : std::true_type {
    static result<c_string> from(const Memory* text, Count size) noexcept {
        if constexpr (std::is_signed_v<Count>)
            if (size < 0) return status_code::invalid_argument;
        return c_string::duplicate_view(
            {reinterpret_cast<const unsigned char*>(text), static_cast<std::uint64_t>(size)});
    }
};

}

}
}
# 24 "include/ffiguard/jni/data/string.hpp" 2


namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {



enum class conversion : std::uint8_t {
    replace,
    strict,
};

namespace detail {

enum : jsize { utf16_chunk = 512 };


__attribute__((visibility("hidden"))) inline std::size_t next_units(JNIEnv* env, jstring text, jsize length, jsize& at,
                                              jchar (&units)[utf16_chunk]) noexcept {
    const jsize left = length - at;
    jsize count = left < utf16_chunk ? left : jsize{utf16_chunk};
    env->GetStringRegion(text, at, count, units);
    if (count < left && is_high_surrogate(units[count - 1])) --count;
    at += count;
    return static_cast<std::size_t>(count);
}


struct encoded {
    char* data = nullptr;
    std::size_t size = 0;
    bool has_nul = false;
};


__attribute__((visibility("hidden"))) inline status resize(char*& data, std::uint64_t size) noexcept {
    if (!ffiguard::detail::fits<char>(size)) return status_code::out_of_memory;
    const auto bytes = static_cast<std::size_t>(size);
    void* const got = data == nullptr ? std::malloc(bytes) : std::realloc(data, bytes);
    if (got == nullptr) return status_code::out_of_memory;
    data = static_cast<char*>(got);
    return {};
}


__attribute__((visibility("hidden"))) inline status encode_from(JNIEnv* env, jstring text, jsize length, jsize at,
                                          jchar (&units)[utf16_chunk], std::size_t count,
                                          conversion mode, encoded& to, bool replace_nul) noexcept {
    std::uint64_t room = 0;
    for (;; count = next_units(env, text, length, at, units)) {
        char bytes[3 * utf16_chunk];
        const bool is_plain = are_plain(units, count);
        bool malformed = false;
        std::size_t more = count;
        if (!is_plain) {
            for (std::size_t i = 0; replace_nul && i < count; ++i)
                if (units[i] == 0) units[i] = 0xFFFD;
            more = utf16_to_utf8(units, count, bytes, &malformed, &to.has_nul);
        }

        const auto left = static_cast<std::uint64_t>(length - at);

        const std::uint64_t least = std::uint64_t{to.size} + more + left + 1;
        status outcome;
        if (malformed && mode == conversion::strict) outcome = status_code::malformed;
        if (outcome.ok() && least > room) {
            room = to.size == 0 ? least : least + 2 * left;
            outcome = resize(to.data, room);
        }
        if (!outcome.ok()) {
            std::free(to.data);
            return outcome;
        }
        if (is_plain)
            narrow(units, count, to.data + to.size);
        else
            std::memcpy(to.data + to.size, bytes, more);
        to.size += more;
        if (left == 0) break;
    }
    to.data[to.size] = '\0';
    if (room > to.size + 1) static_cast<void>(resize(to.data, to.size + 1));
    return {};
}


__attribute__((visibility("hidden"))) inline status encode(JNIEnv* env, const borrowed<jstring>& text, conversion mode,
                                     encoded& to, bool replace_nul = false) noexcept {
    if (!text) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    const jsize length = env->GetStringLength(text.get());
    jsize at = 0;
    jchar units[utf16_chunk];
    const std::size_t count = next_units(env, text.get(), length, at, units);
    if (at != length || !are_plain(units, count))
        return encode_from(env, text.get(), length, at, units, count, mode, to, replace_nul);
    if (const status room = resize(to.data, count + 1); !room.ok()) return room;
    narrow(units, count, to.data);
    to.data[count] = '\0';
    to.size = count;
    return {};
}

__attribute__((visibility("hidden"))) inline result<c_string> as_c_string(const encoded& text) noexcept {
    if (!text.has_nul) return ffiguard::detail::whole_text::adopt(text.data, text.size);
    const status refused = ffiguard::detail::check_no_nul(text.data, text.size);
    std::free(text.data);
    return refused;
}


__attribute__((visibility("hidden"))) inline result<c_string> readable_utf8(JNIEnv* env,
                                                      const borrowed<jstring>& text) noexcept {
    encoded made;
    const status outcome = encode(env, text, conversion::replace, made, true);
    if (!outcome.ok()) return outcome;
    return as_c_string(made);
}

}
# 157 "include/ffiguard/jni/data/string.hpp"
__attribute__((visibility("hidden"))) inline result<c_string> to_utf8(JNIEnv* env, const borrowed<jstring>& text,
                                                conversion mode = conversion::replace) noexcept {
    detail::encoded made;
    const status outcome = detail::encode(env, text, mode, made);
    if (!outcome.ok()) return outcome;
    return detail::as_c_string(made);
}



__attribute__((visibility("hidden"))) inline result<c_array<char>> to_utf8_bytes(
    JNIEnv* env, const borrowed<jstring>& text, conversion mode = conversion::replace) noexcept {
    detail::encoded made;
    const status outcome = detail::encode(env, text, mode, made);
    if (!outcome.ok()) return outcome;
    return c_array<char>::adopt(made.data, made.size);
}






__attribute__((visibility("hidden"))) inline result<local_ref<jstring>> new_string(
    JNIEnv* env, std::string_view text, conversion mode = conversion::replace) noexcept {
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if (text.size() > 
# 183 "include/ffiguard/jni/data/string.hpp" 3 4
                     (2147483647)
# 183 "include/ffiguard/jni/data/string.hpp"
                              ) return status_code::overflow;
    {


        detail::small_buffer<char> buffer;
        char* const plain = buffer.allocate(text.size() + 1);
        if (plain == nullptr) return status_code::out_of_memory;
        if (detail::copy_plain_ascii(text.data(), text.size(), plain)) {
            plain[text.size()] = '\0';
            auto made = jni::adopt_local(env, env->NewStringUTF(plain));
            if (!made) return detail::why_null(env);
            return made;
        }
    }
    detail::small_buffer<jchar> buffer;
    jchar* const units = buffer.allocate(text.size());
    if (units == nullptr) return status_code::out_of_memory;
    bool malformed = false;
    const std::size_t size = detail::utf8_to_utf16(text.data(), text.size(), units, &malformed);
    if (malformed && mode == conversion::strict) return status_code::malformed;
    auto made = jni::adopt_local(env, env->NewString(units, static_cast<jsize>(size)));
    if (!made) return detail::why_null(env);
    return made;
}
# 216 "include/ffiguard/jni/data/string.hpp"
class ascii_literal {
public:
    template <std::size_t Size>
    explicit constexpr ascii_literal(const char (&text)[Size]) noexcept : text_(text) {
        for (std::size_t i = 0; i < Size; ++i)
            if (text[i] < 0 || text[i] > 0x7E || (text[i] == '\0') != (i + 1 == Size))
                text_is_not_ascii();
    }

    [[nodiscard]] constexpr const char* c_str() const noexcept { return text_; }

private:
    __attribute__((visibility("hidden"))) static void text_is_not_ascii() noexcept {
        fail(violation::bad_access, "ascii_literal: not a literal of ASCII characters");
    }

    const char* text_;
};



__attribute__((visibility("hidden"))) inline result<local_ref<jstring>> new_string(JNIEnv* env,
                                                             ascii_literal text) noexcept {
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    auto made = jni::adopt_local(env, env->NewStringUTF(text.c_str()));
    if (!made) return detail::why_null(env);
    return made;
}

}
}
}
# 13 "include/ffiguard/jni/error/exception.hpp" 2

# 1 "include/ffiguard/jni/error/detail/throwable.hpp" 1
# 18 "include/ffiguard/jni/error/detail/throwable.hpp"
# 1 "include/ffiguard/jni/loader/class_loader.hpp" 1
# 12 "include/ffiguard/jni/loader/class_loader.hpp"
# 1 "include/ffiguard/core/detail/terminated_text.hpp" 1
# 17 "include/ffiguard/core/detail/terminated_text.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {






class terminated_text {
public:
    terminated_text(const char* text) noexcept : text_(text) {}
    template <class Text, std::enable_if_t<is_text<Text>(), int> = 0>
    terminated_text(const Text& text) noexcept {
        if constexpr (is_text_view<Text>::value) {
            copy(text.data(), text.size());
            if (wrong_.ok()) wrong_ = check_no_nul(text_, text.size());
        } else {
            text_ = text.c_str();
            if constexpr (is_path<Text>::value)
                wrong_ = check_no_nul(text_, text.native().size());
            else
                wrong_ = check_no_nul(text_, text.size());
        }
    }

    terminated_text(const terminated_text& other) noexcept
        : text_(other.text_), wrong_(other.wrong_) {
        if (other.copy_ != nullptr) copy(other.text_, other.size_);
    }
    terminated_text(terminated_text&& other) noexcept
        : text_(other.text_),
          copy_(std::exchange(other.copy_, nullptr)),
          size_(other.size_),
          wrong_(other.wrong_) {
        if (copy_ != nullptr) other.text_ = nullptr;
    }
    terminated_text& operator=(terminated_text other) noexcept {
        std::swap(text_, other.text_);
        std::swap(copy_, other.copy_);
        std::swap(size_, other.size_);
        std::swap(wrong_, other.wrong_);
        return *this;
    }
    ~terminated_text() {
        if (copy_ != nullptr) ::operator delete(copy_);
    }

    [[nodiscard]] const char* c_str() const noexcept { return text_; }


    [[nodiscard]] status validate() const noexcept {
        return text_ == nullptr && wrong_.ok() ? status(status_code::null) : wrong_;
    }

    [[nodiscard]] error validate(const char* what) const noexcept {
        const status wrong = validate();
        if (wrong.ok()) return {};
        if (wrong == status_code::null) return error(wrong, what, " is null");
        if (!wrong.is_inner_nul()) return error(wrong, what, ": ", wrong.name());
        return error(wrong, what, " has a NUL inside, at byte offset ",
                     static_cast<std::uint64_t>(wrong.detail()) - 1, ": ", text_);
    }

private:
    void copy(const char* data, std::size_t size) noexcept {
        text_ = nullptr;
        if (size >= std::size_t{
# 84 "include/ffiguard/core/detail/terminated_text.hpp" 3 4
                               (9223372036854775807L)
# 84 "include/ffiguard/core/detail/terminated_text.hpp"
                                          }) {
            wrong_ = status_code::overflow;
            return;
        }
        copy_ = static_cast<char*>(::operator new(size + 1, std::nothrow));
        if (copy_ == nullptr) {
            wrong_ = status_code::out_of_memory;
            return;
        }
        if (size != 0) __builtin_memcpy(copy_, data, size);
        copy_[size] = '\0';
        text_ = copy_;
        size_ = size;
    }

    const char* text_ = nullptr;
    char* copy_ = nullptr;
    std::size_t size_ = 0;
    status wrong_;
};

}
}
}
# 13 "include/ffiguard/jni/loader/class_loader.hpp" 2
# 21 "include/ffiguard/jni/loader/class_loader.hpp"
# 1 "include/ffiguard/jni/ref/detail/pending.hpp" 1
# 15 "include/ffiguard/jni/ref/detail/pending.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {


enum : unsigned { max_causes = 32 };



__attribute__((visibility("hidden"))) inline local_ref<jthrowable> take_pending(JNIEnv* env) noexcept {
    if (!detail::outside_critical("exception taken inside of a critical_view")) return {};
    auto pending = jni::adopt_local(env, env->ExceptionOccurred());
    if (pending) env->ExceptionClear();
    return pending;
}


__attribute__((visibility("hidden"))) inline jmethodID method_of(JNIEnv* env, jobject object, const char* name,
                                           const char* signature) noexcept {
    const auto type = jni::adopt_local(env, env->GetObjectClass(object));
    return env->GetMethodID(type.get(), name, signature);
}


template <class T>
__attribute__((visibility("hidden"))) local_ref<T> object_from(JNIEnv* env, jobject object, const char* name,
                                         const char* signature) noexcept {
    const jmethodID id = detail::method_of(env, object, name, signature);
    auto got = jni::adopt_local(
        env, id == nullptr ? nullptr : static_cast<T>(env->CallObjectMethod(object, id)));
    if (env->ExceptionCheck() == 
# 46 "include/ffiguard/jni/ref/detail/pending.hpp" 3 4
                                1
# 46 "include/ffiguard/jni/ref/detail/pending.hpp"
                                        ) got.reset();
    return got;
}



__attribute__((visibility("hidden"))) inline local_ref<jstring> describe(JNIEnv* env, jthrowable thrown) noexcept {
    auto text = detail::object_from<jstring>(env, thrown, "toString", "()Ljava/lang/String;");
    if (!text) {
        env->ExceptionClear();
        const auto type = jni::adopt_local(env, env->GetObjectClass(thrown));
        text = detail::object_from<jstring>(env, type.get(), "getName", "()Ljava/lang/String;");
        env->ExceptionClear();
    }
    return text;
}



__attribute__((visibility("hidden"))) inline void add_suppressed(JNIEnv* env, jthrowable to, jthrowable other) noexcept {
    if (other == nullptr) return;
    const jmethodID add = detail::method_of(env, to, "addSuppressed", "(Ljava/lang/Throwable;)V");
    if (add != nullptr) env->CallVoidMethod(to, add, other);
    if (env->ExceptionCheck() == 
# 69 "include/ffiguard/jni/ref/detail/pending.hpp" 3 4
                                1
# 69 "include/ffiguard/jni/ref/detail/pending.hpp"
                                        ) env->ExceptionClear();
}


__attribute__((visibility("hidden"))) inline void set_cause(JNIEnv* env, jthrowable to, jthrowable cause) noexcept {
    const jmethodID set =
        detail::method_of(env, to, "initCause", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    if (set != nullptr) jni::adopt_local(env, env->CallObjectMethod(to, set, cause)).reset();
    if (env->ExceptionCheck() != 
# 77 "include/ffiguard/jni/ref/detail/pending.hpp" 3 4
                                1
# 77 "include/ffiguard/jni/ref/detail/pending.hpp"
                                        ) return;
    env->ExceptionClear();
    detail::add_suppressed(env, to, cause);
}


template <class... Arguments>
local_ref<jobject> new_object(JNIEnv* env, jclass type, const char* signature,
                              Arguments... arguments) noexcept {
    const jmethodID make = env->GetMethodID(type, "<init>", signature);
    return jni::adopt_local(env,
                            make == nullptr ? nullptr : env->NewObject(type, make, arguments...));
}

}
}
}
}
# 22 "include/ffiguard/jni/loader/class_loader.hpp" 2


namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {


__attribute__((visibility("hidden"))) inline local_ref<jclass> class_for_name(JNIEnv* env, std::string_view name,
                                                        jobject loader) noexcept {
    if (name.size() > 
# 33 "include/ffiguard/jni/loader/class_loader.hpp" 3 4
                     (2147483647)
# 33 "include/ffiguard/jni/loader/class_loader.hpp"
                              ) return {};
    small_buffer<jchar> dotted;
    jchar* const units = dotted.allocate(name.size());
    if (units == nullptr) return {};
    const std::size_t size = utf8_to_utf16(name.data(), name.size(), units, nullptr);
    for (std::size_t i = 0; i < size; ++i)
        if (units[i] == '/') units[i] = '.';
    const auto of_java = jni::adopt_local(env, env->NewString(units, static_cast<jsize>(size)));
    if (!of_java) return {};
    const auto type = jni::adopt_local(env, env->FindClass("java/lang/Class"));
    if (!type) return {};
    const jmethodID id = env->GetStaticMethodID(
        type.get(), "forName", "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;");
    if (id == nullptr) return {};
    auto found = jni::adopt_local(env, static_cast<jclass>(env->CallStaticObjectMethod(
                                           type.get(), id, of_java.get(), 
# 48 "include/ffiguard/jni/loader/class_loader.hpp" 3 4
                                                                         1
# 48 "include/ffiguard/jni/loader/class_loader.hpp"
                                                                                 , loader)));
    if (env->ExceptionCheck() == 
# 49 "include/ffiguard/jni/loader/class_loader.hpp" 3 4
                                1
# 49 "include/ffiguard/jni/loader/class_loader.hpp"
                                        ) found.reset();
    return found;
}

[[nodiscard]] __attribute__((visibility("hidden"))) inline bool is_a(JNIEnv* env, jobject object,
                                               const char* class_name) noexcept {
    const auto type = jni::adopt_local(env, env->FindClass(class_name));
    if (!type) env->ExceptionClear();
    return type && env->IsInstanceOf(object, type.get()) == 
# 57 "include/ffiguard/jni/loader/class_loader.hpp" 3 4
                                                           1
# 57 "include/ffiguard/jni/loader/class_loader.hpp"
                                                                   ;
}


struct scoped_loader {
    jobject loader;
    scoped_loader* outer;
};

__attribute__((visibility("hidden"))) inline thread_local scoped_loader* scoped_loader_ = nullptr;



__attribute__((visibility("hidden"))) inline status ask_loader(JNIEnv* env, std::string_view name, jobject loader,
                                         local_ref<jclass>& found,
                                         local_ref<jthrowable>& unknown) noexcept {
    found = detail::class_for_name(env, name, loader);
    if (found) return {};
    auto thrown = detail::take_pending(env);
    if (!thrown) return detail::why_null(env);
    if (!detail::is_a(env, thrown.get(), "java/lang/ClassNotFoundException")) {
        env->Throw(thrown.get());
        return status_code::java_exception;
    }
    if (!unknown) unknown = static_cast<local_ref<jthrowable>&&>(thrown);
    return {};
}


__attribute__((visibility("hidden"))) inline local_ref<jobject> loader_of(JNIEnv* env, jobject user) noexcept {
    const auto loader = jni::adopt_local(env, env->FindClass("java/lang/ClassLoader"));
    if (!loader) return {};
    if (env->IsInstanceOf(user, loader.get()) == 
# 89 "include/ffiguard/jni/loader/class_loader.hpp" 3 4
                                                1
# 89 "include/ffiguard/jni/loader/class_loader.hpp"
                                                        )
        return jni::adopt_local(env, env->NewLocalRef(user));
    const auto classes = jni::adopt_local(env, env->FindClass("java/lang/Class"));
    if (!classes) return {};
    const auto type = jni::adopt_local(env, env->IsInstanceOf(user, classes.get()) == 
# 93 "include/ffiguard/jni/loader/class_loader.hpp" 3 4
                                                                                     1
                                                
# 94 "include/ffiguard/jni/loader/class_loader.hpp"
                                               ? static_cast<jclass>(env->NewLocalRef(user))
                                                : env->GetObjectClass(user));
    if (!type) return {};
    return detail::object_from<jobject>(env, type.get(), "getClassLoader",
                                        "()Ljava/lang/ClassLoader;");
}

}
# 114 "include/ffiguard/jni/loader/class_loader.hpp"
__attribute__((visibility("hidden"))) inline status capture_class_loader(
    JNIEnv* env, const borrowed<jclass>& of_application) noexcept {
    if (!of_application) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    const auto loader = detail::object_from<jobject>(env, of_application.get(), "getClassLoader",
                                                     "()Ljava/lang/ClassLoader;");
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    if (!loader) return status_code::null;
    return detail::class_loader_.put(env, loader.get());
}
# 140 "include/ffiguard/jni/loader/class_loader.hpp"
class [[nodiscard]] class_loader_scope {
public:


    [[nodiscard]] __attribute__((visibility("hidden"))) class_loader_scope(JNIEnv* env,
                                                     const borrowed<jobject>& user) noexcept
        : thread_(this_thread_number()), at_home_(&at_home) {
        status_ = user ? detail::ready(env) : status_code::null;
        if (status_.ok()) {
            loader_ = detail::loader_of(env, user.get());
            status_ = detail::ready(env);
        }
        mine_ = {loader_.get(), detail::scoped_loader_};
        if (loader_) detail::scoped_loader_ = &mine_;
    }
    class_loader_scope(const class_loader_scope&) = delete;
    class_loader_scope& operator=(const class_loader_scope&) = delete;
    static void* operator new(std::size_t) = delete;
    __attribute__((visibility("hidden"))) ~class_loader_scope() {
        if (loader_) at_home_(*this);
    }

    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

private:

    __attribute__((visibility("hidden"))) static void at_home(class_loader_scope& ended) noexcept {
        if (ended.thread_ == this_thread_number()) {

            detail::scoped_loader** at = &detail::scoped_loader_;
            while (*at != &ended.mine_) at = &(*at)->outer;
            *at = ended.mine_.outer;
            return;
        }
        static_cast<void>(ended.loader_.release());
        report({violation::wrong_thread, "class_loader_scope ended on another thread"});
    }

    local_ref<jobject> loader_;
    detail::scoped_loader mine_{};
    ffiguard::status status_;
    std::uint64_t thread_;
    void (*at_home_)(class_loader_scope&) noexcept;
};
# 193 "include/ffiguard/jni/loader/class_loader.hpp"
__attribute__((visibility("hidden"))) inline result<local_ref<jclass>> find_class(
    JNIEnv* env, const ffiguard::detail::terminated_text& wanted) noexcept {
    if (const status wrong = wanted.validate(); !wrong.ok()) return wrong;
    const char* const name = wanted.c_str();
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    local_ref<jclass> found;
    local_ref<jthrowable> unknown;
    for (const auto* in = detail::scoped_loader_; in != nullptr; in = in->outer) {
        const status asked = detail::ask_loader(env, name, in->loader, found, unknown);
        if (!asked.ok()) return asked;
        if (found) return found;
    }
    if (detail::class_loader_.is_set()) {
        bool has_failed = false;
        const auto loader = jni::adopt_local(env, detail::class_loader_.lock(env, &has_failed));
        if (has_failed) return detail::why_null(env);
        if (loader) {
            const status asked = detail::ask_loader(env, name, loader.get(), found, unknown);
            if (!asked.ok()) return asked;
            if (found) return found;
        }
    }
    found = jni::adopt_local(env, env->FindClass(name));
    if (found) return found;
    if (unknown) {
        const auto second = detail::take_pending(env);
        detail::add_suppressed(env, unknown.get(), second.get());
        env->Throw(unknown.get());
    }
    return detail::why_null(env);
}

}
}
}
# 19 "include/ffiguard/jni/error/detail/throwable.hpp" 2





namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {


[[nodiscard]] constexpr const char* java_class(status_code code) noexcept {
    switch (code) {
        case status_code::null: return "java/lang/NullPointerException";
        case status_code::invalid_argument:
        case status_code::overflow: return "java/lang/IllegalArgumentException";
        case status_code::malformed:
        case status_code::stale:
        case status_code::wrong_table:
        case status_code::wrong_type:
        case status_code::closed:
        case status_code::in_use:
        case status_code::wrong_thread: return "java/lang/IllegalStateException";
        case status_code::out_of_memory: return "java/lang/OutOfMemoryError";
        case status_code::unsupported: return "java/lang/UnsupportedOperationException";
        case status_code::not_found:
        case status_code::system: return "java/io/IOException";
        case status_code::ok:
        case status_code::foreign:
        case status_code::cxx_exception:
        case status_code::java_exception: break;
    }
    return "java/lang/RuntimeException";
}




__attribute__((visibility("hidden"))) inline local_ref<jclass> exception_class(JNIEnv* env, const char* name) noexcept {
    if (name == nullptr) name = "";
    if (std::string_view(name).substr(0, 5) == "java/")
        return jni::adopt_local(env, env->FindClass(name));
    auto found = jni::find_class(env, name);
    return found ? *std::move(found) : local_ref<jclass>();
}



__attribute__((visibility("hidden"))) inline local_ref<jthrowable> try_new_throwable(JNIEnv* env, const char* class_name,
                                                               std::string_view message) noexcept {
    const auto type = detail::exception_class(env, class_name);
    if (!type) return {};
    const auto throwable = jni::adopt_local(env, env->FindClass("java/lang/Throwable"));
    if (!throwable) return {};
    if (env->IsAssignableFrom(type.get(), throwable.get()) != 
# 73 "include/ffiguard/jni/error/detail/throwable.hpp" 3 4
                                                             1
# 73 "include/ffiguard/jni/error/detail/throwable.hpp"
                                                                     ) {
        const auto cast = jni::adopt_local(env, env->FindClass("java/lang/ClassCastException"));
        if (cast) env->ThrowNew(cast.get(), class_name);
        return {};
    }

    const auto text = jni::new_string(env, message);
    if (env->ExceptionCheck() == 
# 80 "include/ffiguard/jni/error/detail/throwable.hpp" 3 4
                                1
# 80 "include/ffiguard/jni/error/detail/throwable.hpp"
                                        ) return {};
    auto made =
        detail::new_object(env, type.get(), "(Ljava/lang/String;)V", text ? text->get() : nullptr);
    return jni::adopt_local(env, static_cast<jthrowable>(made.release()));
}




__attribute__((visibility("hidden"))) inline local_ref<jthrowable> new_throwable(JNIEnv* env, const char* class_name,
                                                           std::string_view message) noexcept {
    auto made = detail::try_new_throwable(env, class_name, message);
    if (made) return made;
    auto obstacle = detail::take_pending(env);
    if (!obstacle) return obstacle;
    const auto plain = detail::try_new_throwable(env, "java/lang/RuntimeException", message);
    env->ExceptionClear();
    detail::add_suppressed(env, obstacle.get(), plain.get());
    return obstacle;
}

__attribute__((visibility("hidden"))) inline local_ref<jthrowable> new_throwable(JNIEnv* env, const char* class_name,
                                                           const error& why) noexcept {
    constexpr std::size_t number_size = 32;
    char buffer[sizeof(ffiguard_error) + number_size];

    const ffiguard::detail::long_text whole(why.raw());
    const ffiguard::detail::long_text room(whole ? whole.size() + number_size : 0);
    const bool is_whole = whole && room;
    ffiguard::detail::text_writer text(is_whole ? room.data() : buffer,
                                       is_whole ? room.size() + 1 : sizeof buffer);
    if (is_whole)
        text.append(whole.data(), whole.size());
    else
        text << why.message();
    const status what = why.status();
    if (what == status_code::system || what == status_code::foreign) {
        const std::int64_t number = what.detail();
        text << (what == status_code::system ? " (errno " : " (answer ");
        if (number < 0) text << "-";
        text << static_cast<std::uint64_t>(number < 0 ? -number : number) << ")";
    }
    return detail::new_throwable(env, class_name,
                                 std::string_view(is_whole ? room.data() : buffer, text.size()));
}
__attribute__((visibility("hidden"))) inline local_ref<jthrowable> new_throwable(JNIEnv* env, const error& why) noexcept {
    const status what = why.status();

    return detail::new_throwable(
        env, java_class(what.is_inner_nul() ? status_code::invalid_argument : what.code()), why);
}

}
}
}
}
# 15 "include/ffiguard/jni/error/exception.hpp" 2
# 1 "include/ffiguard/jni/error/exception_stash.hpp" 1
# 17 "include/ffiguard/jni/error/exception_stash.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 41 "include/ffiguard/jni/error/exception_stash.hpp"
class [[nodiscard]] exception_stash {
public:
    [[nodiscard]] __attribute__((visibility("hidden"))) explicit exception_stash(JNIEnv* env) noexcept
        : env_(env),
          held_(detail::take_pending(env)),
          thread_(this_thread_number()),
          at_home_(&at_home) {}
    exception_stash(const exception_stash&) = delete;
    exception_stash& operator=(const exception_stash&) = delete;
    static void* operator new(std::size_t) = delete;
    __attribute__((visibility("hidden"))) ~exception_stash() {
        if (held_) at_home_(*this);
    }


    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(held_); }

    [[nodiscard]] jthrowable get() const noexcept { return held_.get(); }

    [[nodiscard]] local_ref<jthrowable> take() noexcept {
        return static_cast<local_ref<jthrowable>&&>(held_);
    }

private:

    __attribute__((visibility("hidden"))) static void at_home(exception_stash& ended) noexcept {
        if (ended.thread_ != this_thread_number()) {
            static_cast<void>(ended.held_.release());
            return report({violation::wrong_thread, "exception_stash ended on another thread"});
        }
        if (!detail::outside_critical("exception_stash ended inside of a critical_view"))
            return static_cast<void>(ended.held_.release());
        const auto inner = detail::take_pending(ended.env_);
        detail::add_suppressed(ended.env_, ended.held_.get(), inner.get());
        ended.env_->Throw(ended.held_.get());
    }

    JNIEnv* env_;
    local_ref<jthrowable> held_;
    std::uint64_t thread_;
    void (*at_home_)(exception_stash&) noexcept;
};

}
}
}
# 16 "include/ffiguard/jni/error/exception.hpp" 2


namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 40 "include/ffiguard/jni/error/exception.hpp"
__attribute__((visibility("hidden"))) inline void throw_java(JNIEnv* env, const error& why) noexcept {
    if (why.ok() || !detail::outside_critical("throw_java inside of a critical_view")) return;
    if (why.status() == status_code::java_exception && env->ExceptionCheck() == 
# 42 "include/ffiguard/jni/error/exception.hpp" 3 4
                                                                               1
# 42 "include/ffiguard/jni/error/exception.hpp"
                                                                                       ) return;
    const exception_stash first(env);
    const auto made = detail::new_throwable(env, why);
    if (made) env->Throw(made.get());
}
# 55 "include/ffiguard/jni/error/exception.hpp"
__attribute__((visibility("hidden"))) inline void throw_java(JNIEnv* env, const char* class_name,
                                       std::string_view message) noexcept {
    if (!detail::outside_critical("throw_java inside of a critical_view")) return;
    const exception_stash first(env);
    const auto made = detail::new_throwable(env, class_name, message);
    if (made) env->Throw(made.get());
}




__attribute__((visibility("hidden"))) inline status(check)(JNIEnv* env) noexcept { return detail::ready(env); }






__attribute__((visibility("hidden"))) inline error catch_java(JNIEnv* env) noexcept {
    if (!detail::outside_critical("catch_java inside of a critical_view"))
        return status_code::in_use;
    const auto thrown = detail::take_pending(env);
    if (!thrown) return {};
    const auto text = detail::readable_utf8(env, detail::describe(env, thrown.get()).get());
    if (!text) return status_code::java_exception;
    return error(status_code::java_exception, text->c_str());
}

}
}
}
# 18 "include/ffiguard/jni/call/detail/member_entry.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {


class mismatches {
public:
    explicit mismatches(const char* class_name) noexcept : text_(buffer_, sizeof buffer_) {
        text_ << class_name << ": ";
    }
    template <class... Parts>
    void add(status why, const Parts&... parts) noexcept {
        if (!first_.ok()) text_ << ", ";
        if (first_.ok()) first_ = why;
        (text_ << ... << parts);
    }
    [[nodiscard]] bool none() const noexcept { return first_.ok(); }
    [[nodiscard]] error as_error() const noexcept {
        return none() ? error() : error(first_, static_cast<const char*>(buffer_));
    }

private:
    char buffer_[sizeof(ffiguard_error)];
    ffiguard::detail::text_writer text_;
    status first_;
};


__attribute__((visibility("hidden"))) inline error taken_error(JNIEnv* env, const char* class_name,
                                         status otherwise) noexcept {
    const error thrown = jni::catch_java(env);
    return error(otherwise, class_name, ": ", thrown.ok() ? otherwise.name() : thrown.message());
}

enum class member_kind : bool { of_object, of_class };

inline jmethodID method_id(JNIEnv* env, jclass type, const char* name, const char* signature,
                           member_kind kind) noexcept {
    return kind == member_kind::of_class ? env->GetStaticMethodID(type, name, signature)
                                         : env->GetMethodID(type, name, signature);
}
inline jfieldID field_id(JNIEnv* env, jclass type, const char* name, const char* signature,
                         member_kind kind) noexcept {
    return kind == member_kind::of_class ? env->GetStaticFieldID(type, name, signature)
                                         : env->GetFieldID(type, name, signature);
}



template <auto Find>
auto find_member(JNIEnv* env, jclass type, const char* name, const char* signature,
                 member_kind kind, const char* no_such_member, bool required,
                 mismatches& missing) noexcept {
    using id_type = decltype(Find(env, type, name, signature, kind));

    const char* const separator = signature[0] == '(' ? "" : ":";
    if (name == nullptr) {
        missing.add(status_code::null, "null", separator, signature);
        return id_type();
    }
    const id_type id = Find(env, type, name, signature, kind);
    if (id != nullptr) return id;
    const auto thrown = detail::take_pending(env);
    if (thrown && !detail::is_a(env, thrown.get(), no_such_member)) {
        env->Throw(thrown.get());
        missing.add(status_code::java_exception, name, ": ", jni::catch_java(env).message());
        return id;
    }
    if (!required) return id;
    const auto other =
        kind == member_kind::of_class ? member_kind::of_object : member_kind::of_class;
    const bool mixed_up = Find(env, type, name, signature, other) != nullptr;
    env->ExceptionClear();
    if (!mixed_up)
        missing.add(status_code::not_found, "missing ", name, separator, signature);
    else
        missing.add(status_code::wrong_type, name, separator, signature,
                    other == member_kind::of_class ? " is static" : " is not static");
    return id;
}

struct member_binder {
    JNIEnv* env;
    jclass type;
    mismatches& missing;

    template <class R, class... Args, class Of>
    void bind(method<R(Args...), Of>& member, const char* name, bool required) const noexcept {

        if (name != nullptr && name[0] == '<')
            return missing.add(status_code::invalid_argument, name, " is no method");
        member.id_ = method_of<R(Args...)>(name, member_kind::of_object, required);
        member.declare(type);
    }
    template <class R, class... Args>
    void bind(static_method<R(Args...)>& member, const char* name, bool required) const noexcept {
        member.id_ = method_of<R(Args...)>(name, member_kind::of_class, required);
        member.type_ = type;
    }
    template <class T, class... Args>
    void bind(constructor<T(Args...)>& member, const char* name, bool required) const noexcept {
        member.id_ = method_of<void(Args...)>(name, member_kind::of_object, required);
        member.type_ = type;
    }
    template <class T, class Of>
    void bind(field<T, Of>& member, const char* name, bool required) const noexcept {
        member.id_ = field_of<T>(name, member_kind::of_object, required);
        member.declare(type);
    }
    template <class T>
    void bind(static_field<T>& member, const char* name, bool required) const noexcept {
        member.id_ = field_of<T>(name, member_kind::of_class, required);
        member.type_ = type;
    }

    template <class Member>
    void bind(Member& member, const char* name, bool required) const noexcept {
        member.bind(*this, name, required);
    }
    void declare(declared_class& member) const noexcept { member.declare(type); }
    template <class Signature>
    jmethodID method_of(const char* name, member_kind kind, bool required) const noexcept {
        constexpr auto text = descriptor<Signature>();
        return find_member<&method_id>(env, type, name, text.c_str(), kind,
                                       "java/lang/NoSuchMethodError", required, missing);
    }

private:
    template <class T>
    jfieldID field_of(const char* name, member_kind kind, bool required) const noexcept {
        constexpr auto text = descriptor<T>();
        return find_member<&field_id>(env, type, name, text.c_str(), kind,
                                      "java/lang/NoSuchFieldError", required, missing);
    }
};


template <class Member, class Otherwise>
struct class_of {
    using type = Otherwise;
};
template <class Of, class Otherwise>
using said_class = std::conditional_t<std::is_void_v<Of>, Otherwise, Of>;
template <class Type, class Of, class Otherwise>
struct class_of<method<Type, Of>, Otherwise> {
    using type = said_class<Of, Otherwise>;
};
template <class Type, class Of, class Otherwise>
struct class_of<field<Type, Of>, Otherwise> {
    using type = said_class<Of, Otherwise>;
};

template <class Class, class Member>
struct member_entry {
    const char* name;
    Member Class::*member;
    bool required;

    template <class Bound>
    void bind(const member_binder& to, Bound& into) const noexcept {
        static_assert(std::is_base_of_v<Class, Bound>,
                      "ffiguard: bind_class<T>() takes members of T");
        static_assert(is_a<Bound, typename class_of<Member, Bound>::type>(),
                      "ffiguard: a method<R(Args...), C> or field<T, C> of T says that it is of T, "
                      "or of a class that T's java_super leads to");
        to.bind(into.*member, name, required);
    }
};

template <class Class, class T, class... Args>
struct constructor_entry {
    constructor<T(Args...)> Class::*member;
    bool required;

    template <class Bound>
    void bind(const member_binder& to, Bound& into) const noexcept {
        static_assert(std::is_base_of_v<Class, Bound>,
                      "ffiguard: bind_class<T>() takes members of T");
        static_assert(is_a<Bound, T>(),
                      "ffiguard: a constructor<T(Args...)> gives a jobject, or the class that its "
                      "struct names");
        to.bind(into.*member, "<init>", required);
    }
};

}
}
}
}
# 15 "include/ffiguard/jni/call/class.hpp" 2


# 1 "include/ffiguard/jni/data/object_array.hpp" 1
# 13 "include/ffiguard/jni/data/object_array.hpp"
# 1 "include/ffiguard/jni/data/detail/array_traits.hpp" 1
# 15 "include/ffiguard/jni/data/detail/array_traits.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {

template <class T, class Array, auto New, auto Get, auto Set>
struct array_functions {
    using array_type = Array;
    static constexpr bool is_element() noexcept { return true; }
    static Array make(JNIEnv* env, jsize size) noexcept { return (env->*New)(size); }
    static void get(JNIEnv* env, Array array, jsize offset, jsize length, T* to) noexcept {
        (env->*Get)(array, offset, length, to);
    }
    static void set(JNIEnv* env, Array array, jsize offset, jsize length, const T* from) noexcept {
        (env->*Set)(array, offset, length, from);
    }
};


template <class T>
struct array_traits {
    using array_type = jarray;
    static constexpr bool is_element() noexcept { return false; }
};





template <> struct array_traits<jboolean> : array_functions<jboolean, jbooleanArray, &JNIEnv::NewBooleanArray, &JNIEnv::GetBooleanArrayRegion, &JNIEnv::SetBooleanArrayRegion> {};
template <> struct array_traits<jbyte> : array_functions<jbyte, jbyteArray, &JNIEnv::NewByteArray, &JNIEnv::GetByteArrayRegion, &JNIEnv::SetByteArrayRegion> {};
template <> struct array_traits<jchar> : array_functions<jchar, jcharArray, &JNIEnv::NewCharArray, &JNIEnv::GetCharArrayRegion, &JNIEnv::SetCharArrayRegion> {};
template <> struct array_traits<jshort> : array_functions<jshort, jshortArray, &JNIEnv::NewShortArray, &JNIEnv::GetShortArrayRegion, &JNIEnv::SetShortArrayRegion> {};
template <> struct array_traits<jint> : array_functions<jint, jintArray, &JNIEnv::NewIntArray, &JNIEnv::GetIntArrayRegion, &JNIEnv::SetIntArrayRegion> {};
template <> struct array_traits<jlong> : array_functions<jlong, jlongArray, &JNIEnv::NewLongArray, &JNIEnv::GetLongArrayRegion, &JNIEnv::SetLongArrayRegion> {};
template <> struct array_traits<jfloat> : array_functions<jfloat, jfloatArray, &JNIEnv::NewFloatArray, &JNIEnv::GetFloatArrayRegion, &JNIEnv::SetFloatArrayRegion> {};
template <> struct array_traits<jdouble> : array_functions<jdouble, jdoubleArray, &JNIEnv::NewDoubleArray, &JNIEnv::GetDoubleArrayRegion, &JNIEnv::SetDoubleArrayRegion> {};



template <class T>
class array_elements {
public:
    using value_type = std::remove_const_t<T>;

    array_elements(const array_elements&) = delete;
    array_elements& operator=(const array_elements&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] T* data() & noexcept { return data_; }
    [[nodiscard]] const T* data() const& noexcept { return data_; }
    void data() const&& = delete;
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(length_); }
    [[nodiscard]] T* begin() & noexcept { return data(); }
    [[nodiscard]] T* end() & noexcept { return data() + length_; }
    [[nodiscard]] const T* begin() const& noexcept { return data(); }
    [[nodiscard]] const T* end() const& noexcept { return data() + length_; }

    [[nodiscard]] T& operator[](std::size_t index) noexcept { return data_[checked(index)]; }
    [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
        return data_[checked(index)];
    }

protected:
    array_elements() noexcept = default;

    value_type* data_ = nullptr;
    jsize length_ = 0;
    ffiguard::status status_;

private:
    [[nodiscard]] std::size_t checked(std::size_t index) const noexcept {
        return ffiguard::detail::checked_index(index, size(), "array view: index past the end");
    }
};

inline jsize length_of(JNIEnv* env, jarray array) noexcept { return env->GetArrayLength(array); }
inline jsize length_of(JNIEnv* env, jstring text) noexcept { return env->GetStringLength(text); }


template <class Sequence>
__attribute__((visibility("hidden"))) status check_range(JNIEnv* env, Sequence of, jint offset, jint length) noexcept {
    if (of == nullptr) return status_code::null;
    if (offset < 0 || length < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    return length > detail::length_of(env, of) - offset ? status_code::overflow : status_code::ok;
}

}


template <class T>
using array_of = typename detail::array_traits<T>::array_type;

}
}
}
# 14 "include/ffiguard/jni/data/object_array.hpp" 2




namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {


template <class Array>
using known_element_t = typename element_of<referent_t<Array>>::type;

template <class Asked, class Array>
using element_t = std::conditional_t<
    !std::is_void_v<Asked>, Asked,
    std::conditional_t<std::is_void_v<known_element_t<Array>>, jobject, known_element_t<Array>>>;
template <class Array>
constexpr bool is_object_array() noexcept {
    return is_java_array<referent_t<Array>> ||
           std::is_convertible_v<referent_t<Array>, jobjectArray>;
}

}
# 49 "include/ffiguard/jni/data/object_array.hpp"
template <class T = void, class Array, std::enable_if_t<detail::is_object_array<Array>(), int> = 0>
result<local_ref<detail::element_t<T, Array>>> get_element(JNIEnv* env, const Array& array,
                                                           jint index) noexcept {
    using element = detail::element_t<T, Array>;
    using known = detail::known_element_t<Array>;
    if constexpr (!std::is_void_v<known>)
        static_assert(detail::is_a<known, element>(),
                      "ffiguard: the array holds objects of another class; cast() asks an object");
    const auto of = detail::raw<jobjectArray>(array);
    const status possible = detail::check_range(env, of, index, 1);
    if (!possible.ok()) return possible;
    return detail::adopting::local<element>(env, env->GetObjectArrayElement(of, index));
}






template <class Array, std::enable_if_t<detail::is_object_array<Array>(), int> = 0>
__attribute__((visibility("hidden"))) status
set_element(JNIEnv* env, const Array& array, jint index,
            detail::argument_of<detail::element_t<void, Array>> value) noexcept {
    const auto of = detail::raw<jobjectArray>(array);
    const status possible = detail::check_range(env, of, index, 1);
    if (!possible.ok()) return possible;
    env->SetObjectArrayElement(of, index, value.get());
    return env->ExceptionCheck() == 
# 76 "include/ffiguard/jni/data/object_array.hpp" 3 4
                                   1 
# 76 "include/ffiguard/jni/data/object_array.hpp"
                                            ? status_code::java_exception : status_code::ok;
}
# 88 "include/ffiguard/jni/data/object_array.hpp"
template <class T>
class array_elements_of {
public:
    class iterator {
    public:
        [[nodiscard]] local_ref<T> operator*() const noexcept {
            return detail::adopting::local<T>(env_, env_->GetObjectArrayElement(array_, index_));
        }
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        [[nodiscard]] bool operator!=(const iterator& other) const noexcept {
            return index_ != other.index_;
        }

    private:
        friend array_elements_of;
        iterator(JNIEnv* env, jobjectArray array, jint index) noexcept
            : env_(env), array_(array), index_(index) {}

        JNIEnv* env_;
        jobjectArray array_;
        jint index_;
    };

    __attribute__((visibility("hidden"))) array_elements_of(JNIEnv* env, jobjectArray array) noexcept
        : env_(env), array_(array), status_(detail::check_range(env, array, 0, 0)) {
        if (status_.ok()) length_ = env->GetArrayLength(array);
    }
    array_elements_of(const array_elements_of&) = delete;
    array_elements_of& operator=(const array_elements_of&) = delete;
    static void* operator new(std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] jint size() const noexcept { return length_; }
    [[nodiscard]] iterator begin() const noexcept { return {env_, array_, 0}; }
    [[nodiscard]] iterator end() const noexcept { return {env_, array_, length_}; }

private:
    JNIEnv* env_;
    jobjectArray array_;
    ffiguard::status status_;
    jint length_ = 0;
};

template <class T = void, class Array, std::enable_if_t<detail::is_object_array<Array>(), int> = 0>
[[nodiscard]] auto elements(JNIEnv* env, const Array& array) noexcept {
    using element = detail::element_t<T, Array>;
    using known = detail::known_element_t<Array>;
    if constexpr (!std::is_void_v<known>)
        static_assert(detail::is_a<known, element>(),
                      "ffiguard: the array holds objects of another class; cast() asks an object");
    return array_elements_of<element>(env, detail::raw<jobjectArray>(array));
}
template <class T = void, class U>
void elements(JNIEnv* env, local_ref<U>&& array) = delete;
template <class T = void, class U>
void elements(JNIEnv* env, global_ref<U>&& array) = delete;
template <class T = void, class U>
void elements(JNIEnv* env, shared_ref<U>&& array) = delete;







template <class T = void>
__attribute__((visibility("hidden")))
    result<local_ref<std::conditional_t<std::is_void_v<T>, jobjectArray, java_array<T>>>>
    new_object_array(JNIEnv* env, const borrowed<jclass>& type, jint length) noexcept {
    if (!type) return status_code::null;
    if (length < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    using array = std::conditional_t<std::is_void_v<T>, jobjectArray, java_array<T>>;
    auto made =
        detail::adopting::local<array>(env, env->NewObjectArray(length, type.get(), nullptr));
    if (!made) return detail::why_null(env);
    return made;
}

}
}
}
# 18 "include/ffiguard/jni/call/class.hpp" 2



# 1 "include/ffiguard/jni/ref/cast.hpp" 1
# 19 "include/ffiguard/jni/ref/cast.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {


__attribute__((visibility("hidden"))) inline error check_class(JNIEnv* env, jobject object, jclass type) noexcept {
    if (object == nullptr || type == nullptr) return status_code::null;
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    if (env->IsInstanceOf(object, type) == 
# 28 "include/ffiguard/jni/ref/cast.hpp" 3 4
                                          1
# 28 "include/ffiguard/jni/ref/cast.hpp"
                                                  ) return {};
    char text[sizeof(ffiguard_error)];
    ffiguard::detail::text_writer both(text, sizeof text);
    const jclass actual = env->GetObjectClass(object);
    detail::write_name_of(env, actual, both);
    env->DeleteLocalRef(actual);
    both << " is no ";
    detail::write_name_of(env, type, both);
    return error(status_code::wrong_type, static_cast<const char*>(text));
}

template <class From, class To>
constexpr void cast_leads_down() noexcept {
    static_assert(is_a<To, From>(),
                  "ffiguard: cast<T>() leads from a class to one that extends or implements it, as "
                  "the java_super of its struct says; from a jobject to every class");
}

}
# 56 "include/ffiguard/jni/ref/cast.hpp"
template <class T, class U>
__attribute__((visibility("hidden"))) result<local_ref<T>, error> cast(local_ref<U>&& from,
                                                 const borrowed<jclass>& type) noexcept {
    detail::cast_leads_down<U, T>();
    if (const error wrong = detail::check_class(from.env(), from.get(), type.get()); !wrong.ok())
        return wrong;
    return detail::adopting::as<T>(std::move(from));
}

template <class T, class U>
__attribute__((visibility("hidden"))) result<global_ref<T>, error> cast(JNIEnv* env, global_ref<U>&& from,
                                                  const borrowed<jclass>& type) noexcept {
    detail::cast_leads_down<U, T>();
    if (const error wrong = detail::check_class(env, from.get(), type.get()); !wrong.ok())
        return wrong;
    return detail::adopting_global::as<T>(std::move(from));
}

template <class T, class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
__attribute__((visibility("hidden"))) result<borrowed<T>, error> cast(JNIEnv* env, const Ref& from,
                                                const borrowed<jclass>& type) noexcept {
    detail::cast_leads_down<detail::referent_t<Ref>, T>();
    const jobject object = detail::raw<jobject>(from);
    if (const error wrong = detail::check_class(env, object, type.get()); !wrong.ok()) return wrong;
    return borrowed<T>(static_cast<detail::native_of<T>>(object));
}
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, local_ref<U>&& from,
                                const borrowed<jclass>& type) = delete;
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, shared_ref<U>&& from,
                                const borrowed<jclass>& type) = delete;

}
}
}
# 22 "include/ffiguard/jni/call/class.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 40 "include/ffiguard/jni/call/class.hpp"
template <class Class>
class bound_class {
public:
    bound_class() noexcept = default;
    bound_class(bound_class&& other) noexcept
        : type_(std::move(other.type_)), members_(std::exchange(other.members_, Class())) {}
    bound_class& operator=(bound_class&& other) noexcept {
        if (this == &other) return *this;
        type_ = std::move(other.type_);
        members_ = std::exchange(other.members_, Class());
        return *this;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(type_); }

    [[nodiscard]] borrowed<jclass> type() const noexcept { return type_; }
    [[nodiscard]] const Class* operator->() const noexcept { return &members_; }

private:
    template <class Bound, class... Entries>
    friend result<bound_class<Bound>, error> bind_class(JNIEnv* env,
                                                        const Entries&... members) noexcept;

    global_ref<jclass> type_;
    Class members_{};
};


template <class Class, class Member>
[[nodiscard]] constexpr detail::member_entry<Class, Member> member(const char* name,
                                                                   Member Class::*which) noexcept {
    return {name, which, true};
}

template <class Class, class T, class... Args>
[[nodiscard]] constexpr detail::constructor_entry<Class, T, Args...> member(
    constructor<T(Args...)> Class::*which) noexcept {
    return {which, true};
}
template <class Class, class Signature>
void member(const char* name, constructor<Signature> Class::*which) = delete;



template <class Class, class Member>
[[nodiscard]] constexpr detail::member_entry<Class, Member> optional_member(
    const char* name, Member Class::*which) noexcept {
    return {name, which, false};
}
template <class Class, class T, class... Args>
[[nodiscard]] constexpr detail::constructor_entry<Class, T, Args...> optional_member(
    constructor<T(Args...)> Class::*which) noexcept {
    return {which, false};
}
template <class Class, class Signature>
void optional_member(const char* name, constructor<Signature> Class::*which) = delete;
# 116 "include/ffiguard/jni/call/class.hpp"
template <class Class, class... Entries>
__attribute__((visibility("hidden"))) result<bound_class<Class>, error> bind_class(JNIEnv* env,
                                                             const Entries&... members) noexcept {
    static_assert(detail::names_class<Class>::value,
                  "ffiguard: bind_class<T>() fills a struct with a static java_name()");
    if (const status ready = detail::ready(env); !ready.ok()) return error(ready);
    const auto found = jni::find_class(env, Class::java_name());
    if (!found) return detail::taken_error(env, Class::java_name(), found.status());
    auto kept = jni::promote(env, *found);
    if (!kept) return detail::taken_error(env, Class::java_name(), kept.status());

    bound_class<Class> bound;
    bound.type_ = *std::move(kept);
    detail::mismatches missing(Class::java_name());
    [[maybe_unused]] const detail::member_binder binder{env, bound.type_.get(), missing};
    (members.bind(binder, bound.members_), ...);
    if (!missing.none()) return missing.as_error();
    return result<bound_class<Class>, error>(std::move(bound));
}


template <class T, class U>
result<local_ref<T>, error> cast(local_ref<U>&& from, const bound_class<T>& type) noexcept {
    return jni::cast<T>(std::move(from), type.type());
}
template <class T, class U>
result<global_ref<T>, error> cast(JNIEnv* env, global_ref<U>&& from,
                                  const bound_class<T>& type) noexcept {
    return jni::cast<T>(env, std::move(from), type.type());
}
template <class T, class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
result<borrowed<T>, error> cast(JNIEnv* env, const Ref& from, const bound_class<T>& type) noexcept {
    return jni::cast<T>(env, from, type.type());
}
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, local_ref<U>&& from,
                                const bound_class<T>& type) = delete;
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, shared_ref<U>&& from,
                                const bound_class<T>& type) = delete;


template <class T>
result<local_ref<java_array<T>>> new_object_array(JNIEnv* env, const bound_class<T>& type,
                                                  jint length) noexcept {
    return jni::new_object_array<T>(env, type.type(), length);
}

}
}
}
# 8 "include/ffiguard/jni/call.hpp" 2



# 1 "include/ffiguard/jni/call/native.hpp" 1
# 17 "include/ffiguard/jni/call/native.hpp"
# 1 "include/ffiguard/jni/call/detail/native_entry.hpp" 1
# 17 "include/ffiguard/jni/call/detail/native_entry.hpp"
# 1 "include/ffiguard/jni/error/boundary.hpp" 1






# 1 "/usr/include/c++/12/exception" 1 3
# 33 "/usr/include/c++/12/exception" 3
       
# 34 "/usr/include/c++/12/exception" 3

#pragma GCC visibility push(default)





# 40 "/usr/include/c++/12/exception" 3
extern "C++" {

namespace std
{
# 53 "/usr/include/c++/12/exception" 3
  class bad_exception : public exception
  {
  public:
    bad_exception() noexcept { }



    virtual ~bad_exception() noexcept;


    virtual const char*
    what() const noexcept;
  };


  typedef void (*terminate_handler) ();


  terminate_handler set_terminate(terminate_handler) noexcept;



  terminate_handler get_terminate() noexcept;




  void terminate() noexcept __attribute__ ((__noreturn__));



  typedef void (*__attribute__ ((__deprecated__)) unexpected_handler) ();





  __attribute__ ((__deprecated__))
  unexpected_handler set_unexpected(unexpected_handler) noexcept;







  __attribute__ ((__deprecated__))
  unexpected_handler get_unexpected() noexcept;







  __attribute__ ((__deprecated__))
  void unexpected() __attribute__ ((__noreturn__));
# 123 "/usr/include/c++/12/exception" 3
  __attribute__ ((__deprecated__ ("use '" "std::uncaught_exceptions()" "' instead")))
  bool uncaught_exception() noexcept __attribute__ ((__pure__));







  int uncaught_exceptions() noexcept __attribute__ ((__pure__));



}

namespace __gnu_cxx
{

# 158 "/usr/include/c++/12/exception" 3
  void __verbose_terminate_handler();


}

}

#pragma GCC visibility pop


# 1 "/usr/include/c++/12/bits/exception_ptr.h" 1 3
# 34 "/usr/include/c++/12/bits/exception_ptr.h" 3
#pragma GCC visibility push(default)



# 1 "/usr/include/c++/12/bits/cxxabi_init_exception.h" 1 3
# 34 "/usr/include/c++/12/bits/cxxabi_init_exception.h" 3
       
# 35 "/usr/include/c++/12/bits/cxxabi_init_exception.h" 3

#pragma GCC visibility push(default)

# 1 "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h" 1 3 4
# 39 "/usr/include/c++/12/bits/cxxabi_init_exception.h" 2 3
# 50 "/usr/include/c++/12/bits/cxxabi_init_exception.h" 3
namespace std
{
  class type_info;
}

namespace __cxxabiv1
{
  struct __cxa_refcounted_exception;

  extern "C"
    {

      void*
      __cxa_allocate_exception(size_t) noexcept;

      void
      __cxa_free_exception(void*) noexcept;


      __cxa_refcounted_exception*
      __cxa_init_primary_exception(void *object, std::type_info *tinfo,
                void ( *dest) (void *)) noexcept;

    }
}



#pragma GCC visibility pop
# 39 "/usr/include/c++/12/bits/exception_ptr.h" 2 3
# 1 "/usr/include/c++/12/typeinfo" 1 3
# 32 "/usr/include/c++/12/typeinfo" 3
       
# 33 "/usr/include/c++/12/typeinfo" 3






#pragma GCC visibility push(default)





extern "C++" {

namespace __cxxabiv1
{
  class __class_type_info;
}
# 84 "/usr/include/c++/12/typeinfo" 3
namespace std
{






  class type_info
  {
  public:




    virtual ~type_info();



    const char* name() const noexcept
    { return __name[0] == '*' ? __name + 1 : __name; }



    bool before(const type_info& __arg) const noexcept;

   
    bool operator==(const type_info& __arg) const noexcept;


    bool operator!=(const type_info& __arg) const noexcept
    { return !operator==(__arg); }



    size_t hash_code() const noexcept
    {

      return _Hash_bytes(name(), __builtin_strlen(name()),
    static_cast<size_t>(0xc70f6907UL));



    }



    virtual bool __is_pointer_p() const;


    virtual bool __is_function_p() const;







    virtual bool __do_catch(const type_info *__thr_type, void **__thr_obj,
       unsigned __outer) const;


    virtual bool __do_upcast(const __cxxabiv1::__class_type_info *__target,
        void **__obj_ptr) const;

  protected:
    const char *__name;

    explicit type_info(const char *__n): __name(__n) { }

  private:


    type_info& operator=(const type_info&) = delete;
    type_info(const type_info&) = delete;
# 167 "/usr/include/c++/12/typeinfo" 3
  };


  inline bool
  type_info::before(const type_info& __arg) const noexcept
  {




    if (__name[0] != '*' || __arg.__name[0] != '*')
      return __builtin_strcmp (__name, __arg.__name) < 0;
# 187 "/usr/include/c++/12/typeinfo" 3
    return __name < __arg.__name;
  }



  inline bool
  type_info::operator==(const type_info& __arg) const noexcept
  {
    if (std::__is_constant_evaluated())
      return this == &__arg;

    if (__name == __arg.__name)
      return true;






    return __name[0] != '*' && __builtin_strcmp (__name, __arg.name()) == 0;



  }
# 220 "/usr/include/c++/12/typeinfo" 3
  class bad_cast : public exception
  {
  public:
    bad_cast() noexcept { }



    virtual ~bad_cast() noexcept;


    virtual const char* what() const noexcept;
  };





  class bad_typeid : public exception
  {
  public:
    bad_typeid () noexcept { }



    virtual ~bad_typeid() noexcept;


    virtual const char* what() const noexcept;
  };
}

}

#pragma GCC visibility pop
# 40 "/usr/include/c++/12/bits/exception_ptr.h" 2 3
# 52 "/usr/include/c++/12/bits/exception_ptr.h" 3
extern "C++" {

namespace std
{
  class type_info;






  namespace __exception_ptr
  {
    class exception_ptr;
  }

  using __exception_ptr::exception_ptr;





  exception_ptr current_exception() noexcept;

  template<typename _Ex>
  exception_ptr make_exception_ptr(_Ex) noexcept;


  void rethrow_exception(exception_ptr) __attribute__ ((__noreturn__));

  namespace __exception_ptr
  {
    using std::rethrow_exception;





    class exception_ptr
    {
      void* _M_exception_object;

      explicit exception_ptr(void* __e) noexcept;

      void _M_addref() noexcept;
      void _M_release() noexcept;

      void *_M_get() const noexcept __attribute__ ((__pure__));

      friend exception_ptr std::current_exception() noexcept;
      friend void std::rethrow_exception(exception_ptr);
      template<typename _Ex>
      friend exception_ptr std::make_exception_ptr(_Ex) noexcept;

    public:
      exception_ptr() noexcept;

      exception_ptr(const exception_ptr&) noexcept;


      exception_ptr(nullptr_t) noexcept
      : _M_exception_object(nullptr)
      { }

      exception_ptr(exception_ptr&& __o) noexcept
      : _M_exception_object(__o._M_exception_object)
      { __o._M_exception_object = nullptr; }
# 128 "/usr/include/c++/12/bits/exception_ptr.h" 3
      exception_ptr&
      operator=(const exception_ptr&) noexcept;


      exception_ptr&
      operator=(exception_ptr&& __o) noexcept
      {
        exception_ptr(static_cast<exception_ptr&&>(__o)).swap(*this);
        return *this;
      }


      ~exception_ptr() noexcept;

      void
      swap(exception_ptr&) noexcept;
# 155 "/usr/include/c++/12/bits/exception_ptr.h" 3
      explicit operator bool() const noexcept
      { return _M_exception_object; }







      friend bool
      operator==(const exception_ptr& __x, const exception_ptr& __y)
      noexcept
      { return __x._M_exception_object == __y._M_exception_object; }

      friend bool
      operator!=(const exception_ptr& __x, const exception_ptr& __y)
      noexcept
      { return __x._M_exception_object != __y._M_exception_object; }


      const class std::type_info*
      __cxa_exception_type() const noexcept
 __attribute__ ((__pure__));
    };

   
    inline
    exception_ptr::exception_ptr() noexcept
    : _M_exception_object(0)
    { }

   
    inline
    exception_ptr::exception_ptr(const exception_ptr& __other)
    noexcept
    : _M_exception_object(__other._M_exception_object)
    {
      if (_M_exception_object)
 _M_addref();
    }

   
    inline
    exception_ptr::~exception_ptr() noexcept
    {
      if (_M_exception_object)
 _M_release();
    }

   
    inline exception_ptr&
    exception_ptr::operator=(const exception_ptr& __other) noexcept
    {
      exception_ptr(__other).swap(*this);
      return *this;
    }

   
    inline void
    exception_ptr::swap(exception_ptr &__other) noexcept
    {
      void *__tmp = _M_exception_object;
      _M_exception_object = __other._M_exception_object;
      __other._M_exception_object = __tmp;
    }


    inline void
    swap(exception_ptr& __lhs, exception_ptr& __rhs)
    { __lhs.swap(__rhs); }


    template<typename _Ex>
     
      inline void
      __dest_thunk(void* __x)
      { static_cast<_Ex*>(__x)->~_Ex(); }


  }



  template<typename _Ex>
    exception_ptr
    make_exception_ptr(_Ex __ex) noexcept
    {

      using _Ex2 = typename decay<_Ex>::type;
      void* __e = __cxxabiv1::__cxa_allocate_exception(sizeof(_Ex));
      (void) __cxxabiv1::__cxa_init_primary_exception(
   __e, const_cast<std::type_info*>(&typeid(_Ex)),
   __exception_ptr::__dest_thunk<_Ex2>);
      try
 {
   ::new (__e) _Ex2(__ex);
   return exception_ptr(__e);
 }
      catch(...)
 {
   __cxxabiv1::__cxa_free_exception(__e);
   return current_exception();
 }
# 268 "/usr/include/c++/12/bits/exception_ptr.h" 3
    }
# 282 "/usr/include/c++/12/bits/exception_ptr.h" 3
}

}

#pragma GCC visibility pop
# 169 "/usr/include/c++/12/exception" 2 3
# 1 "/usr/include/c++/12/bits/nested_exception.h" 1 3
# 33 "/usr/include/c++/12/bits/nested_exception.h" 3
#pragma GCC visibility push(default)
# 42 "/usr/include/c++/12/bits/nested_exception.h" 3
extern "C++" {

namespace std
{






  class nested_exception
  {
    exception_ptr _M_ptr;

  public:
    nested_exception() noexcept : _M_ptr(current_exception()) { }

    nested_exception(const nested_exception&) noexcept = default;

    nested_exception& operator=(const nested_exception&) noexcept = default;

    virtual ~nested_exception() noexcept;

    [[noreturn]]
    void
    rethrow_nested() const
    {
      if (_M_ptr)
 rethrow_exception(_M_ptr);
      std::terminate();
    }

    exception_ptr
    nested_ptr() const noexcept
    { return _M_ptr; }
  };



  template<typename _Except>
    struct _Nested_exception : public _Except, public nested_exception
    {
      explicit _Nested_exception(const _Except& __ex)
      : _Except(__ex)
      { }

      explicit _Nested_exception(_Except&& __ex)
      : _Except(static_cast<_Except&&>(__ex))
      { }
    };




  template<typename _Tp>
    [[noreturn]]
    inline void
    __throw_with_nested_impl(_Tp&& __t, true_type)
    {
      using _Up = typename remove_reference<_Tp>::type;
      throw _Nested_exception<_Up>{std::forward<_Tp>(__t)};
    }

  template<typename _Tp>
    [[noreturn]]
    inline void
    __throw_with_nested_impl(_Tp&& __t, false_type)
    { throw std::forward<_Tp>(__t); }





  template<typename _Tp>
    [[noreturn]]
    inline void
    throw_with_nested(_Tp&& __t)
    {
      using _Up = typename decay<_Tp>::type;
      using _CopyConstructible
 = __and_<is_copy_constructible<_Up>, is_move_constructible<_Up>>;
      static_assert(_CopyConstructible::value,
   "throw_with_nested argument must be CopyConstructible");
      using __nest = __and_<is_class<_Up>, __bool_constant<!__is_final(_Up)>,
       __not_<is_base_of<nested_exception, _Up>>>;
      std::__throw_with_nested_impl(std::forward<_Tp>(__t), __nest{});
    }




  template<typename _Tp>
    using __rethrow_if_nested_cond = typename enable_if<
      __and_<is_polymorphic<_Tp>,
      __or_<__not_<is_base_of<nested_exception, _Tp>>,
     is_convertible<_Tp*, nested_exception*>>>::value
    >::type;


  template<typename _Ex>
    inline __rethrow_if_nested_cond<_Ex>
    __rethrow_if_nested_impl(const _Ex* __ptr)
    {
      if (auto __ne_ptr = dynamic_cast<const nested_exception*>(__ptr))
 __ne_ptr->rethrow_nested();
    }


  inline void
  __rethrow_if_nested_impl(const void*)
  { }




  template<typename _Ex>
    inline void
    rethrow_if_nested(const _Ex& __ex)
    { std::__rethrow_if_nested_impl(std::__addressof(__ex)); }


}

}



#pragma GCC visibility pop
# 170 "/usr/include/c++/12/exception" 2 3
# 8 "include/ffiguard/jni/error/boundary.hpp" 2




# 1 "include/ffiguard/core/boundary.hpp" 1




# 1 "/usr/include/c++/12/cerrno" 1 3
# 39 "/usr/include/c++/12/cerrno" 3
       
# 40 "/usr/include/c++/12/cerrno" 3
# 6 "include/ffiguard/core/boundary.hpp" 2
# 23 "include/ffiguard/core/boundary.hpp"

# 23 "include/ffiguard/core/boundary.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {
# 46 "include/ffiguard/core/boundary.hpp"
using told_error = ffiguard_error*;
constexpr const char* function_of(told_error) noexcept { return nullptr; }



template <class Answer>
using outcome_of =
    std::conditional_t<std::is_void_v<Answer> || std::is_convertible_v<Answer, status>, status,
                       error>;

template <class Callable>
auto run_body(Callable&& body) -> outcome_of<decltype(body())> {
    if constexpr (std::is_void_v<decltype(body())>) {
        body();
        return {};
    } else {
        static_assert(std::is_convertible_v<decltype(body()), error>,
                      "ffiguard: a boundary body returns void, a status or an error");
        return body();
    }
}




template <class E>
const E* caught_as(const std::exception& caught) noexcept {

    return dynamic_cast<const E*>(&caught);
# 85 "include/ffiguard/core/boundary.hpp"
}

inline error as_error(const std::exception& caught) noexcept {
    if (const auto* const bad = detail::caught_as<bad_result>(caught)) return bad->why();
    if (detail::caught_as<std::bad_alloc>(caught) != nullptr) return status_code::out_of_memory;
    return error(status_code::cxx_exception, caught.what());
}
inline error unknown_exception() noexcept {
    return error(status_code::cxx_exception, "a C++ exception that is no std::exception");
}
# 105 "include/ffiguard/core/boundary.hpp"
template <class Callable, class Finish>
__attribute__((no_sanitize("undefined"))) auto run_and_finish(Callable&& body, Finish&& finish) {

    try {
        return finish(detail::run_body(body));
    }


    catch (__cxxabiv1::__forced_unwind&) {
        throw;
    }

    catch (const std::exception& caught) {
        return finish(detail::as_error(caught));
    } catch (...) {
        return finish(detail::unknown_exception());
    }



}

template <class Callable>
error run_and_catch(Callable&& body) {
    return detail::run_and_finish(body, [](const error& outcome) noexcept { return outcome; });
}




inline void tell_success(ffiguard_error* err) noexcept {
    if (err == nullptr) return;
    err->status = FFIGUARD_OK;
    err->detail = 0;
    err->message[0] = '\0';
}
inline status tell(ffiguard_error* err, const error& outcome) noexcept {
    if (outcome.ok())
        tell_success(err);
    else if (err != nullptr)
        trace::explain(*err = outcome.raw());
    return outcome.status();
}

inline void explain([[maybe_unused]] error& outcome) noexcept {
    if constexpr (trace::is_on) {
        if (outcome.ok()) return;
        ffiguard_error raw = outcome.raw();
        trace::explain(raw);
        outcome = error(raw);
    }
}
inline status tell(ffiguard_error* err, status outcome) noexcept {
    if (!outcome.ok()) return detail::tell(err, error(outcome));
    tell_success(err);
    return outcome;
}

}
# 186 "include/ffiguard/core/boundary.hpp"
template <class Callable>
ffiguard_status boundary(detail::told_error err, Callable&& body) {
    const auto entered = trace::enter_boundary(body, detail::function_of(err));
    const status what = detail::run_and_finish(
        body, [err](const auto& outcome) noexcept { return detail::tell(err, outcome); });
    trace::leave_boundary(body, what, entered);
    
# 192 "include/ffiguard/core/boundary.hpp" 3 4
   (*__errno_location ()) 
# 192 "include/ffiguard/core/boundary.hpp"
         = what == status_code::system && !0 ? what.detail() : 0;
    return static_cast<ffiguard_status>(what.code());
}

}
}
# 13 "include/ffiguard/jni/error/boundary.hpp" 2
# 24 "include/ffiguard/jni/error/boundary.hpp"
# 1 "include/ffiguard/jni/error/java_exception.hpp" 1







# 1 "/usr/include/c++/12/cstdlib" 1 3
# 39 "/usr/include/c++/12/cstdlib" 3
       
# 40 "/usr/include/c++/12/cstdlib" 3
# 9 "include/ffiguard/jni/error/java_exception.hpp" 2






# 1 "include/ffiguard/core/shared_handle.hpp" 1
# 12 "include/ffiguard/core/shared_handle.hpp"
# 1 "include/ffiguard/core/detail/shared_block.hpp" 1
# 10 "include/ffiguard/core/detail/shared_block.hpp"
# 1 "include/ffiguard/core/detail/life_cycle_of.hpp" 1
# 11 "include/ffiguard/core/detail/life_cycle_of.hpp"
# 1 "include/ffiguard/core/life_cycle.hpp" 1
# 10 "include/ffiguard/core/life_cycle.hpp"
# 1 "include/ffiguard/core/detail/refusals.hpp" 1
# 18 "include/ffiguard/core/detail/refusals.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {


template <bool MayRefuse>
struct refusal_part {};
template <>
struct refusal_part<true> {
    std::atomic<std::uint32_t> refusals{0};
};


inline text_writer& write_object(text_writer& text, const type_text& type,
                                 std::uint32_t index) noexcept {
    text.append(type.data, type.size) << " #" << std::uint64_t{index};
    return text;
}

inline text_writer& write_answer(text_writer& text, status answer) noexcept {
    text << "(" << answer.name();
    if (answer.detail() != 0) {
        const std::int64_t number = answer.detail();
        text << (number < 0 ? " -" : " ")
             << static_cast<std::uint64_t>(number < 0 ? -number : number);
    }
    return text << ")";
}



template <class T>
__attribute__((visibility("hidden"))) void report_unheard_refusal(std::uint32_t index, token value, status answer,
                                            std::uint32_t refusals) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    write_object(text, type_name<T>(), index) << ": its close() was refused ";
    write_answer(text, answer)
        << " where nobody reads the result; it is open again: close it again (refused "
        << std::uint64_t{refusals} << (refusals == 1 ? " time)" : " times)");
    report({violation::close_refused, buffer, {}, {}, value});
}


template <class Traits>
__attribute__((visibility("hidden"))) void report_unheard_refusal(const char* owner, std::uint64_t handle, status answer,
                                            const char* what_now) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    const type_text type = type_name<Traits>();
    text << owner << "<";
    text.append(type.data, type.size) << ">: its close() was refused ";
    write_answer(text, answer) << " where nobody reads the result: " << what_now;
    report({violation::close_refused, buffer, {}, {}, handle});
}
template <class Traits>
__attribute__((visibility("hidden"))) void report_unheard_refusal(std::uint64_t handle, status answer) noexcept {
    report_unheard_refusal<Traits>("shared_handle", handle, answer, "close it again");
}

template <class Traits>
__attribute__((visibility("hidden"))) void report_lost_handle(const typename Traits::value_type& value,
                                        status answer) noexcept {
    report_unheard_refusal<Traits>("unique_handle", detail::bits_of(value), answer,
                                   "the handle is lost; call close() while it is owned");
}

}
}
}
# 11 "include/ffiguard/core/life_cycle.hpp" 2
# 37 "include/ffiguard/core/life_cycle.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {

class release_place;
class release_queue;

namespace detail {
struct life_cycle_answer {};
}





template <class Parent>
struct child_of : detail::life_cycle_answer {};


struct waits_for_children : detail::life_cycle_answer {};


struct refuses_with_children : detail::life_cycle_answer {};


struct closes_children : detail::life_cycle_answer {};
# 72 "include/ffiguard/core/life_cycle.hpp"
struct one_user : detail::life_cycle_answer {};




struct one_user_reentrant : detail::life_cycle_answer {};




struct notes_users : detail::life_cycle_answer {};
# 94 "include/ffiguard/core/life_cycle.hpp"
struct rarely_closed : detail::life_cycle_answer {};




template <int... Answers>
struct closer_may_refuse : detail::life_cycle_answer {};

template <int... ErrorNumbers>
struct closer_may_refuse_with_errno : detail::life_cycle_answer {};







template <auto Member>
struct released_at : detail::life_cycle_answer {};


template <auto Member>
struct lives_at : detail::life_cycle_answer {};

struct deferrable_release : detail::life_cycle_answer {};




template <auto Queue>
struct queued_release : detail::life_cycle_answer {};





template <auto Queue>
struct drains_queue : detail::life_cycle_answer {};




template <auto Member>
struct tells_bytes : detail::life_cycle_answer {};

template <class... Answers>
struct life_cycle;

namespace detail {

template <class Member>
struct is_place_member : std::false_type {};
template <class Class>
struct is_place_member<release_place Class::*> : std::true_type {};

template <class Answer>
struct place_named {
    enum : int { count = 0, uses = 0 };
};
template <auto Member>
struct place_named<released_at<Member>> {
    static_assert(is_place_member<decltype(Member)>::value,
                  "ffiguard: released_at<> and lives_at<> name a data member of the class that is "
                  "a release_place: released_at<&T::home>");
    enum : int { count = 1, uses = 0 };
    template <class Object>
    static const release_place& of(Object& object) noexcept {
        return object.*Member;
    }
};
template <auto Member>
struct place_named<lives_at<Member>> : place_named<released_at<Member>> {
    enum : int { count = 1, uses = 1 };
};

template <auto Queue>
struct named_queue {
    using type = decltype(Queue);
    enum : bool {
        is_object = std::is_same_v<type, release_queue*>,
        is_function = std::is_invocable_r_v<release_queue&, type>,
    };
    static_assert(
        is_object || is_function,
        "ffiguard: drains_queue<> and queued_release<> name a release_queue, or a function "
        "that returns one: drains_queue<&later>");
    enum : int { count = 1 };
    static release_queue& get() noexcept {
        if constexpr (is_object)
            return *Queue;
        else
            return Queue();
    }
};
struct names_none {
    enum : int { count = 0 };
};
template <class Answer>
struct queue_named : names_none {};
template <auto Queue>
struct queue_named<drains_queue<Queue>> : named_queue<Queue> {};
template <class Answer>
struct releaser_named : names_none {};
template <auto Queue>
struct releaser_named<queued_release<Queue>> : named_queue<Queue> {};

template <class Answer>
struct bytes_named : names_none {};
template <auto Member>
struct bytes_named<tells_bytes<Member>> {
    enum : int { count = 1 };
    template <class Object>
    static std::uint64_t of(const Object& object) noexcept {
        static_assert(std::is_nothrow_invocable_r_v<std::uint64_t, decltype(Member), const Object&>,
                      "ffiguard: tells_bytes<> names a member of the class: a number, or a "
                      "function that is const, noexcept, takes nothing and returns one");
        if constexpr (std::is_member_function_pointer_v<decltype(Member)>)
            return static_cast<std::uint64_t>((object.*Member)());
        else
            return static_cast<std::uint64_t>(object.*Member);
    }
};

template <class Answer>
struct parent_named {
    enum : int { count = 0 };
    using type = void;
};
template <class Parent>
struct parent_named<child_of<Parent>> {
    enum : int { count = 1 };
    using type = Parent;
};

template <class Answer>
struct refusal_named {
    enum : int { count = 0 };
    static constexpr bool is(status) noexcept { return false; }
};
template <int... Answers>
struct refusal_named<closer_may_refuse<Answers...>> {
    enum : int { count = 1 };
    static constexpr bool is(status answer) noexcept {
        return answer == status_code::in_use || ((answer == status::foreign(Answers)) || ...);
    }
};
template <int... ErrorNumbers>
struct refusal_named<closer_may_refuse_with_errno<ErrorNumbers...>> {
    enum : int { count = 1 };
    static constexpr bool is(status answer) noexcept {
        return answer == status_code::in_use || ((answer == status::system(ErrorNumbers)) || ...);
    }
};

template <class Wanted, class... Answers>
constexpr int times() noexcept {
    return (0 + ... + (std::is_same_v<Wanted, Answers> ? 1 : 0));
}

template <class... Types>
struct first_type {
    using type = void;
};
template <class First, class... Rest>
struct first_type<First, Rest...> {
    using type =
        std::conditional_t<std::is_void_v<First>, typename first_type<Rest...>::type, First>;
};

}


template <class... Answers>
struct life_cycle {
    static_assert(
        (std::is_base_of_v<detail::life_cycle_answer, Answers> && ...),
        "ffiguard: a life_cycle is a list of child_of<Parent>, waits_for_children, "
        "refuses_with_children, closes_children, one_user, one_user_reentrant, notes_users, "
        "rarely_closed, "
        "closer_may_refuse<...>, closer_may_refuse_with_errno<...>, "
        "released_at<&T::member>, lives_at<&T::member>, deferrable_release, queued_release<&q>, "
        "drains_queue<&q> and tells_bytes<&T::member>");
    enum : bool {
        waits = detail::times<waits_for_children, Answers...>() != 0,
        refuses = detail::times<refuses_with_children, Answers...>() != 0,
        cascades = detail::times<closes_children, Answers...>() != 0,
        is_parent = waits || refuses || cascades,
        is_child = (0 + ... + int{detail::parent_named<Answers>::count}) != 0,
        is_reentrant = detail::times<one_user_reentrant, Answers...>() != 0,
        is_exclusive = is_reentrant || detail::times<one_user, Answers...>() != 0,
        notes = detail::times<notes_users, Answers...>() != 0,
        is_rarely_closed = detail::times<rarely_closed, Answers...>() != 0,
        may_refuse = (0 + ... + int{detail::refusal_named<Answers>::count}) != 0,
        has_home = (0 + ... + int{detail::place_named<Answers>::count}) != 0,
        is_bound = (0 + ... + int{detail::place_named<Answers>::uses}) != 0,
        is_deferrable = detail::times<deferrable_release, Answers...>() != 0,
        has_releaser = (0 + ... + int{detail::releaser_named<Answers>::count}) != 0,
        is_placed = has_home || is_deferrable || has_releaser,
        drains = (0 + ... + int{detail::queue_named<Answers>::count}) != 0,
        has_bytes = (0 + ... + int{detail::bytes_named<Answers>::count}) != 0,
    };
    static_assert((0 + ... + int{detail::place_named<Answers>::count}) <= 1,
                  "ffiguard: an object has one place: released_at<> or lives_at<>, once");
    static_assert((0 + ... + int{detail::releaser_named<Answers>::count}) <= 1 &&
                      !(has_releaser && (has_home || is_deferrable)),
                  "ffiguard: a queued_release<&queue> is released there alone: say it "
                  "once, and leave released_at, lives_at and deferrable_release out");
    static_assert(!is_bound || !is_exclusive,
                  "ffiguard: an object that lives_at<> a thread has one user at a time by that; "
                  "leave one_user out");
    static_assert(!is_reentrant || detail::times<one_user, Answers...>() == 0,
                  "ffiguard: a second pin of one thread is refused (one_user) or let in "
                  "(one_user_reentrant): say one of the two");
    static_assert(!is_rarely_closed || !(is_exclusive || is_parent),
                  "ffiguard: rarely_closed counts users by thread: leave it out for a parent, and "
                  "for an object with one user at a time");
    static_assert(
        int{waits} + int{refuses} + int{cascades} <= 1,
        "ffiguard: a parent waits for its children, refuses to close, or closes them: say "
        "one of the three");
    static_assert((0 + ... + int{detail::parent_named<Answers>::count}) <= 1,
                  "ffiguard: an object has one parent; an object that needs two keeps the second "
                  "in a shared_handle");
    using parent =
        typename detail::first_type<typename detail::parent_named<Answers>::type...>::type;

    static_assert((0 + ... + int{detail::queue_named<Answers>::count}) <= 1,
                  "ffiguard: the calls of a class drain one queue: drains_queue<>, once");
    static_assert((0 + ... + int{detail::bytes_named<Answers>::count}) <= 1,
                  "ffiguard: an object tells its bytes by one member: tells_bytes<>, once");


    static constexpr bool is_refusal(status answer) noexcept {
        return (detail::refusal_named<Answers>::is(answer) || ...);
    }

    static release_queue& queue() noexcept {
        using named = typename detail::first_type<std::conditional_t<
            detail::queue_named<Answers>::count != 0, detail::queue_named<Answers>, void>...>::type;
        return named::get();
    }

    static release_queue& releaser() noexcept {
        using named = typename detail::first_type<
            std::conditional_t<detail::releaser_named<Answers>::count != 0,
                               detail::releaser_named<Answers>, void>...>::type;
        return named::get();
    }

    template <class Object>
    static std::uint64_t bytes(const Object& object) noexcept {
        using named = typename detail::first_type<std::conditional_t<
            detail::bytes_named<Answers>::count != 0, detail::bytes_named<Answers>, void>...>::type;
        return named::of(object);
    }

    template <class Object>
    static const release_place& place(Object& object) noexcept {
        using named = typename detail::first_type<std::conditional_t<
            detail::place_named<Answers>::count != 0, detail::place_named<Answers>, void>...>::type;
        return named::of(object);
    }
};

}
}
# 12 "include/ffiguard/core/detail/life_cycle_of.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {

template <class Traits>
class shared_handle;
template <class Traits>
class shared_pin;
template <class T, std::uint8_t Tag>
class table_pin;

namespace detail {

template <class T>
struct type_is {
    using type = T;
};

template <class Any>
struct is_life_cycle : std::false_type {};
template <class... Answers>
struct is_life_cycle<life_cycle<Answers...>> : std::true_type {};

template <class T, class = void>
struct names_life_cycle : std::false_type {};
template <class T>
struct names_life_cycle<T, std::void_t<typename T::life_cycle>> : std::true_type {
    static_assert(is_life_cycle<typename T::life_cycle>::value,
                  "ffiguard: T::life_cycle is to be ffiguard::life_cycle<...>");
};
template <class T, class = void>
struct has_traits : std::false_type {};
template <class T>
struct has_traits<T, std::void_t<typename T::traits_type>> : std::true_type {};


template <class T>
constexpr bool speaks_behind() noexcept {
    return !names_life_cycle<T>::value && !has_traits<T>::value &&
           !std::is_void_v<typename pointee<T>::type>;
}


template <class T>
[[nodiscard]] auto& object_behind(T& held) noexcept {
    if constexpr (speaks_behind<T>())
        return *held;
    else
        return held;
}

template <class T>
[[nodiscard]] bool is_there([[maybe_unused]] T& held) noexcept {
    if constexpr (speaks_behind<T>())
        return !points_to_nothing(held);
    else
        return true;
}



template <class T>
constexpr auto find_speaker() noexcept {
    if constexpr (names_life_cycle<T>::value)
        return type_is<T>();
    else if constexpr (has_traits<T>::value)
        return type_is<typename T::traits_type>();
    else if constexpr (speaks_behind<T>())
        return type_is<typename pointee<T>::type>();
    else
        return type_is<T>();
}
template <class T>
using speaker = typename decltype(find_speaker<T>())::type;

template <class T, bool Names = names_life_cycle<T>::value>
struct life_cycle_said {
    using type = life_cycle<>;
};
template <class T>
struct life_cycle_said<T, true> {
    using type = typename T::life_cycle;
};
template <class T>
using life_cycle_of = typename life_cycle_said<speaker<T>>::type;

template <class Parent>
struct keeps_parent : std::false_type {};
template <class Traits>
struct keeps_parent<shared_handle<Traits>> : std::true_type {};
template <class Traits>
struct keeps_parent<shared_pin<Traits>> : std::true_type {};
template <class T, std::uint8_t Tag>
struct keeps_parent<table_pin<T, Tag>> : std::true_type {};

template <class T, class Parent>
constexpr bool is_parent_alone() noexcept {
    if constexpr (life_cycle_of<T>::is_child && std::is_class_v<Parent> &&
                  !keeps_parent<Parent>::value)
        return std::is_base_of_v<typename life_cycle_of<T>::parent, speaker<Parent>>;
    else
        return false;
}


template <class T, class When, class = void>
struct says_something : std::false_type {};
template <class T, class When>
struct says_something<T, When, std::void_t<typename T::life_cycle>> : std::true_type {};
template <class T, class When, class = void>
struct has_a_close : std::false_type {};
template <class T, class When>
struct has_a_close<T, When, std::void_t<decltype(std::declval<T&>().close())>> : std::true_type {};



template <class T, class When, class Object = typename pointee<T>::type>
constexpr bool was_heard() noexcept {
    if constexpr (std::is_void_v<Object>)
        return true;
    else
        return is_complete_class<Object>::value ||
               !(says_something<Object, When>::value || has_a_close<Object, When>::value);
}

}
}
}
# 11 "include/ffiguard/core/detail/shared_block.hpp" 2


# 1 "include/ffiguard/core/gate.hpp" 1
# 11 "include/ffiguard/core/gate.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {
struct gate_phases;
}


enum class admission : std::uint8_t {
    inside,
    closed,
    other_generation,
    in_use,
};


enum class close_duty : std::uint8_t {
    release_now,
    last_user,
    already_closed,
    in_use,
    other_generation,
};
# 56 "include/ffiguard/core/gate.hpp"
class gate {
public:

    constexpr gate() noexcept = default;

    struct shut_t {};
    constexpr explicit gate(shut_t) noexcept : word_(closed_bit) {}
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;





    [[nodiscard]] admission pin(std::uint32_t generation = 0) noexcept {


        std::uint64_t seen = word(generation);
        return enter(seen) ? admission::inside : pin_beside(seen, generation);
    }

    [[nodiscard]] admission pin_parent(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);

        const bool lets_in = ((seen ^ word(generation)) & ~holds_mask) < users_mask;
        return lets_in && enter(seen) ? admission::inside : pin_beside(seen, generation);
    }

    [[nodiscard]] admission pin_alone(std::uint32_t generation = 0) noexcept {

        std::uint64_t seen = word(generation);
        return enter(seen) ? admission::inside : pin_alone_if(seen, generation);
    }

    [[nodiscard]] admission pin_parent_alone(std::uint32_t generation = 0) noexcept {
        return pin_alone_if(word_.load(std::memory_order_relaxed), generation);
    }


    [[nodiscard]] admission pin_holder_alone(bool closed) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if (!closed && (seen & closed_bit) != 0) return admission::closed;
            if ((seen & users_mask) != 0) return admission::in_use;
        } while (!enter(seen));
        return admission::inside;
    }


    void show_to_users() noexcept { word_.fetch_add(0, std::memory_order_acq_rel); }



    [[nodiscard]] bool unpin() noexcept {
        const std::uint64_t seen = leave();
        return !stays_open(seen) && was_last(seen, closed_bit | users_mask);
    }

    [[nodiscard]] bool unpin_parent() noexcept {
        const std::uint64_t seen = leave();
        return !stays_open(seen) && was_last(seen, low_mask);
    }



    void hold() noexcept {
        const std::uint64_t seen = word_.fetch_add(one_hold, std::memory_order_relaxed);
        if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
    }


    [[nodiscard]] bool hold_for_child() noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if ((seen & holds_mask) >= max_children * one_hold) return false;
        } while (!word_.compare_exchange_weak(seen, seen + one_hold, std::memory_order_relaxed));
        return true;
    }

    void unpin_to_hold() noexcept {
        const std::uint64_t seen = word_.fetch_add(one_hold - 1, std::memory_order_acq_rel);
        if ((seen & users_mask) == 0) fail(violation::unbalanced, "gate: unpin without pin");
        if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
    }


    [[nodiscard]] admission hold_beside(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        do {
            if (generation_of(seen) != generation) return admission::other_generation;
            if ((seen & low_mask) == closed_bit) return admission::closed;
            if ((seen & holds_mask) == holds_mask) fail(violation::overflow, "gate: 2^22 holds");
        } while (!word_.compare_exchange_weak(seen, seen + one_hold, std::memory_order_acquire,
                                              std::memory_order_relaxed));
        return admission::inside;
    }


    [[nodiscard]] bool unhold() noexcept {
        const std::uint64_t seen = word_.fetch_sub(one_hold, std::memory_order_acq_rel);
        if ((seen & holds_mask) == 0) fail(violation::unbalanced, "gate: unhold without hold");
        return (seen & low_mask) == (closed_bit | one_hold);
    }



    [[nodiscard]] close_duty close(std::uint32_t generation = 0) noexcept {
        return close_unless(0, 0, generation);
    }


    [[nodiscard]] close_duty try_close(std::uint32_t generation = 0) noexcept {
        std::uint64_t seen = word(generation);
        if (word_.compare_exchange_strong(seen, seen | closed_bit, std::memory_order_acq_rel,
                                          std::memory_order_relaxed))
            return close_duty::release_now;
        if (generation_of(seen) != generation) return close_duty::other_generation;
        return (seen & closed_bit) != 0 ? close_duty::already_closed : close_duty::in_use;
    }


    [[nodiscard]] bool close_alone(std::uint32_t generation = 0) noexcept {
        std::uint64_t alone = word(generation) + 1;
        return word_.compare_exchange_strong(alone, word(generation) | closed_bit,
                                             std::memory_order_acq_rel, std::memory_order_relaxed);
    }

    [[nodiscard]] close_duty close_unless_held(std::uint32_t generation = 0) noexcept {
        return close_unless(holds_mask, 0, generation);
    }



    [[nodiscard]] close_duty close_and_enter(bool unless_held,
                                             std::uint32_t generation = 0) noexcept {
        return close_unless(unless_held ? std::uint64_t{holds_mask} : 0, 1, generation);
    }


    void reopen() noexcept { open_as(generation()); }




    void open_as(std::uint32_t generation) noexcept {
        word_.store(word(generation), std::memory_order_release);
    }

    void open_inside(std::uint32_t generation) noexcept {
        word_.store(word(generation) + 1, std::memory_order_release);
    }

    void shut_as(std::uint32_t generation) noexcept {
        word_.store(word(generation) | closed_bit, std::memory_order_release);
    }


    [[nodiscard]] admission state(std::uint32_t generation = 0) const noexcept {
        const std::uint64_t seen = word_.load(std::memory_order_acquire);
        if (generation_of(seen) != generation) return admission::other_generation;
        return (seen & closed_bit) != 0 ? admission::closed : admission::inside;
    }

    [[nodiscard]] bool is_closed() const noexcept {
        return (word_.load(std::memory_order_acquire) & closed_bit) != 0;
    }
    [[nodiscard]] std::uint32_t users() const noexcept {
        return static_cast<std::uint32_t>(word_.load(std::memory_order_relaxed) & users_mask);
    }
    [[nodiscard]] std::uint32_t holds() const noexcept {
        return static_cast<std::uint32_t>((word_.load(std::memory_order_relaxed) & holds_mask) /
                                          one_hold);
    }

    [[nodiscard]] std::uint32_t generation() const noexcept {
        return generation_of(word_.load(std::memory_order_acquire));
    }

private:
    friend struct detail::gate_phases;

    enum : std::uint64_t {
        closed_bit = std::uint64_t{1} << 22,
        users_mask = closed_bit - 1,
        one_hold = closed_bit << 1,
        max_children = (std::uint64_t{1} << 22) - (std::uint64_t{1} << 16),
        low_mask = (std::uint64_t{1} << 45) - 1,
        holds_mask = low_mask & ~(closed_bit | users_mask),
    };

    static constexpr std::uint64_t word(std::uint32_t generation) noexcept {
        return std::uint64_t{generation} << 45;
    }
    static constexpr std::uint32_t generation_of(std::uint64_t word) noexcept {
        return static_cast<std::uint32_t>(word >> 45);
    }

    [[nodiscard]] bool enter(std::uint64_t& seen) noexcept {
        return word_.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire,
                                           std::memory_order_relaxed);
    }
    [[gnu::noinline]] __attribute__((visibility("hidden"))) admission pin_alone_if(std::uint64_t seen,
                                                             std::uint32_t generation) noexcept {
        do {
            if (const admission no = refusal(seen, generation); no != admission::inside) return no;
            if ((seen & users_mask) != 0) return admission::in_use;
        } while (!enter(seen));
        return admission::inside;
    }

    static admission refusal(std::uint64_t seen, std::uint32_t generation) noexcept {
        if (generation_of(seen) != generation) return admission::other_generation;
        if ((seen & closed_bit) != 0) return admission::closed;
        check_room(seen);
        return admission::inside;
    }
    static void check_room(std::uint64_t seen) noexcept {
        if ((seen & users_mask) == users_mask) fail(violation::overflow, "gate: 2^22 users");
    }
    std::uint64_t leave() noexcept {

        return word_.fetch_sub(1, std::memory_order_acq_rel);
    }

    static bool stays_open(std::uint64_t seen) noexcept {
        return ((seen - 1) & (closed_bit | users_mask)) < users_mask;
    }
    [[gnu::noinline]] __attribute__((visibility("hidden"))) static bool was_last(std::uint64_t seen,
                                                           std::uint64_t counted) noexcept {
        if ((seen & users_mask) == 0) fail(violation::unbalanced, "gate: unpin without pin");
        return (seen & counted) == (closed_bit | 1);
    }

    [[gnu::noinline]] __attribute__((visibility("hidden"))) admission pin_beside(std::uint64_t seen,
                                                           std::uint32_t generation) noexcept {
        do {
            if (const admission no = refusal(seen, generation); no != admission::inside) return no;
        } while (!enter(seen));
        return admission::inside;
    }

    close_duty close_unless(std::uint64_t refused, std::uint64_t users,
                            std::uint32_t generation) noexcept {
        std::uint64_t seen = word_.load(std::memory_order_relaxed);
        std::uint64_t wanted = 0;
        do {
            if (generation_of(seen) != generation) return close_duty::other_generation;
            if ((seen & closed_bit) != 0) return close_duty::already_closed;
            if ((seen & refused) != 0) return close_duty::in_use;
            wanted = seen | closed_bit;
            if (users != 0 && seen != word(generation)) {
                check_room(seen);
                wanted += users;
            }
        } while (!word_.compare_exchange_weak(seen, wanted, std::memory_order_acq_rel,
                                              std::memory_order_relaxed));
        return seen == word(generation) ? close_duty::release_now : close_duty::last_user;
    }

    std::atomic<std::uint64_t> word_{0};
};

}
}
# 14 "include/ffiguard/core/detail/shared_block.hpp" 2





namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {



template <class Life, bool IsFamily>
struct shared_door {
    static_assert(!IsFamily,
                  "ffiguard: this type says what its close does with children, or who is let in "
                  "again: include <ffiguard/core/handle_table.hpp> before it is shared");
    gate door;
};
template <class Block>
struct shared_parent;

template <class Traits>
constexpr bool is_shared_family() noexcept {
    return life_cycle_of<Traits>::is_parent || life_cycle_of<Traits>::is_reentrant;
}







template <class Traits>
struct shared_block : shared_door<life_cycle_of<Traits>, is_shared_family<Traits>()>,
                      trace::note<typename Traits::value_type> {
    using traits = Traits;
    using life = life_cycle_of<Traits>;
    enum : bool { has_turn = life::is_exclusive && life::is_parent };
    static_assert(!life::is_child && !life::is_placed && !life::is_rarely_closed,
                  "ffiguard: a shared_handle keeps no parent, has no place where it is released, "
                  "and counts no users by thread: keep an object that says child_of<>, "
                  "released_at<>, lives_at<>, deferrable_release, queued_release<> or "
                  "rarely_closed in a handle_table");

    __attribute__((visibility("hidden"))) explicit shared_block(unique_handle<Traits>&& from) noexcept
        : resource(std::move(from)) {
        this->keep_traced(resource.get());
        if constexpr (life::is_parent) this->unhold = &unhold_and_drop;
        if constexpr (has_turn) this->turn.prepare(door, this, &unhold_alone);
    }

    static void count_up(std::atomic<std::uint32_t>& count) noexcept {
        if (count.fetch_add(1, std::memory_order_relaxed) >= limit)
            fail(violation::overflow, "shared_handle: 2^31 references");
    }
    void add_owner() noexcept { count_up(owners); }
    void add_keeper() noexcept { count_up(keepers); }


    [[nodiscard]] bool revive_owner() noexcept {
        std::uint32_t seen = owners.load(std::memory_order_relaxed);
        do {
            if (seen == 0) return false;
            if (seen >= limit) fail(violation::overflow, "shared_handle: 2^31 references");
        } while (!owners.compare_exchange_weak(seen, seen + 1, std::memory_order_relaxed));
        return true;
    }
    __attribute__((visibility("hidden"))) void drop_owner() noexcept {
        static_cast<void>(drop_owner([](const typename Traits::value_type&) noexcept {}));
    }

    template <class Look>
    __attribute__((visibility("hidden"))) status drop_owner(Look&& look) noexcept {
        trace::unshare<Traits>(this->traced());

        if (owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return status_code::in_use;
        status outcome = status_code::closed;
        const close_duty duty = door.close();
        if (duty == close_duty::release_now) {
            look(resource.get());
            outcome = release();
        } else if (duty == close_duty::last_user) {
            outcome = status_code::ok;
        }
        drop_keeper();
        return outcome;
    }

    [[nodiscard]] std::uint64_t handle() const noexcept {
        if constexpr (life::may_refuse)
            return detail::bits_of(resource.get());
        else
            return 0;
    }
    void drop_keeper() noexcept {
        if (keepers.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        const errno_guard keep_errno;
        delete this;
    }

    [[nodiscard]] admission enter() noexcept {
        if constexpr (life::is_exclusive) {
            admission got = enter_alone();
            if constexpr (life::is_reentrant) {
                if (got == admission::in_use && this->again().is_mine()) got = door.pin_parent();
                if (got == admission::inside) this->again().enter();
            }
            return got;
        } else if constexpr (life::is_parent) {
            return door.pin_parent();
        } else {
            return door.pin();
        }
    }
    __attribute__((visibility("hidden"))) status leave() noexcept {
        if constexpr (life::is_reentrant) this->again().leave();
        return unpin();
    }

    __attribute__((visibility("hidden"))) status unpin() noexcept {
        bool last;
        if constexpr (has_turn) {

            if (door.holds() != 0) {
                door.unpin_to_hold();
                this->turn.pass_on();
                last = door.unhold();
            } else {
                last = door.unpin_parent();
            }
        } else if constexpr (life::is_parent) {
            last = door.unpin_parent();
        } else {
            last = door.unpin();
        }
        return last ? release() : status();
    }

    __attribute__((visibility("hidden"))) status close() noexcept {
        if constexpr (life::cascades) {
            const errno_guard keep_errno;
            const close_duty duty = door.close_and_enter(false);
            if (duty != close_duty::last_user) return act_on(duty);
            while (auto* const child = this->children.enter_newest())
                child->close_and_unpin(child->slot);
            return unpin();
        } else {
            return act_on(life::refuses ? door.close_unless_held() : door.close());
        }
    }
    __attribute__((visibility("hidden"))) status try_close() noexcept { return act_on(door.try_close()); }


    __attribute__((visibility("hidden"))) status release() noexcept {
        const status outcome = resource.close();
        if constexpr (life::may_refuse)
            if (life::is_refusal(outcome) && is_open_again()) return outcome;
        door.shut_as(1);
        drop_keeper();
        return outcome;
    }


    static void unheard([[maybe_unused]] std::uint64_t handle,
                        [[maybe_unused]] status outcome) noexcept {
        if constexpr (life::may_refuse)
            if (life::is_refusal(outcome)) report_unheard_refusal<Traits>(handle, outcome);
    }
    __attribute__((visibility("hidden"))) status act_on(close_duty duty) noexcept {
        switch (duty) {
            case close_duty::release_now: return release();
            case close_duty::last_user: return status_code::ok;
            case close_duty::in_use:
                if constexpr (life::is_parent)
                    return status::in_use_by(static_cast<std::int32_t>(door.holds()));
                else
                    return status_code::in_use;
            case close_duty::already_closed:
            case close_duty::other_generation: break;
        }
        return status_code::closed;
    }

    __attribute__((visibility("hidden"))) static void unhold_alone(void* parent) noexcept {
        auto* const self = static_cast<shared_block*>(parent);
        if (self->door.unhold()) unheard(self->handle(), self->release());
    }

    __attribute__((visibility("hidden"))) static void unhold_and_drop(void* parent) noexcept {
        unhold_alone(parent);
        static_cast<shared_block*>(parent)->drop_owner();
    }
    [[nodiscard]] admission enter_alone() noexcept {
        if constexpr (life::is_parent)
            return door.pin_parent_alone();
        else
            return door.pin_alone();
    }


    [[nodiscard]] bool is_open_again() noexcept {
        add_keeper();
        door.reopen();

        const bool is_open = owners.fetch_add(0, std::memory_order_acq_rel) != 0 ||
                             door.close() != close_duty::release_now;
        drop_keeper();
        return is_open;
    }

    enum : std::uint32_t { limit = std::uint32_t{1} << 31 };

    using shared_door<life, is_shared_family<Traits>()>::door;
    std::atomic<std::uint32_t> owners{1};
    std::atomic<std::uint32_t> keepers{2};
    unique_handle<Traits> resource;
};

}
}
}
# 13 "include/ffiguard/core/shared_handle.hpp" 2







namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace detail {

template <class Traits, class = void>
struct is_owner : std::false_type {};
template <class Owner>
struct is_owner<Owner, std::void_t<typename Owner::traits_type>> : std::true_type {};


struct shared_identity {
    template <class Handle>
    [[nodiscard]] static const void* of(const Handle& handle) noexcept {
        return handle.block_;
    }
};

}
# 46 "include/ffiguard/core/shared_handle.hpp"
template <class Traits>
class [[nodiscard]] shared_pin {
public:
    using value_type = typename Traits::value_type;

    shared_pin(shared_pin&& other) noexcept
        : block_(std::exchange(other.block_, nullptr)),
          status_(std::exchange(other.status_, status_code::null)) {}
    __attribute__((visibility("hidden"))) shared_pin& operator=(shared_pin&& other) noexcept {
        shared_pin taken(std::move(other));
        std::swap(block_, taken.block_);
        std::swap(status_, taken.status_);
        return *this;
    }
    shared_pin(const shared_pin&) = delete;
    shared_pin& operator=(const shared_pin&) = delete;
    __attribute__((visibility("hidden"))) ~shared_pin() {
        const std::uint64_t handle = block_ != nullptr ? block_->handle() : 0;
        block::unheard(handle, unpin());
    }

    explicit operator bool() const noexcept { return block_ != nullptr; }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] value_type get() const noexcept {
        return block_ != nullptr ? block_->resource.get() : Traits::empty();
    }

    [[nodiscard]] value_type operator->() const noexcept {
        if (block_ == nullptr) fail(violation::bad_access, name(status_));
        return get();
    }



    __attribute__((visibility("hidden"))) ffiguard::status unpin() noexcept {
        block* const left = std::exchange(block_, nullptr);
        if (left == nullptr) return status_code::ok;
        status_ = status_code::null;
        trace::unpin<Traits>(left->traced());
        return left->leave();
    }

private:
    template <class>
    friend class shared_handle;
    using block = detail::shared_block<Traits>;


    friend detail::shared_parent<block> parent_behind(const shared_pin& pin) noexcept {
        return {*pin.block_};
    }
    friend shared_handle<Traits> owner_behind(const shared_pin& pin) noexcept {
        return pin.owner();
    }
    shared_handle<Traits> owner() const noexcept {
        if (!block_->revive_owner()) return shared_handle<Traits>();
        trace::share<Traits>(block_->traced());
        return shared_handle<Traits>(block_);
    }

    explicit shared_pin(status_code refused) noexcept : status_(refused) {}
    explicit shared_pin(block& inside) noexcept : block_(&inside), status_(status_code::ok) {}

    block* block_ = nullptr;
    status_code status_;
};

template <class Traits>
class weak_handle;
# 136 "include/ffiguard/core/shared_handle.hpp"
template <class Traits>
class [[nodiscard]] shared_handle {
    static_assert(!detail::is_owner<Traits>::value,
                  "ffiguard: shared_handle takes the traits, not the owner: write shared<owner>, "
                  "which is shared_handle<owner::traits_type>");

public:
    using traits_type = Traits;
    using value_type = typename Traits::value_type;


    using close_is_not_called = void;

    constexpr shared_handle() noexcept = default;
    shared_handle(const shared_handle& other) noexcept : block_(other.block_) {
        if (block_ == nullptr) return;
        block_->add_owner();
        trace::share<Traits>(block_->traced());
    }
    shared_handle(shared_handle&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    __attribute__((visibility("hidden"))) shared_handle& operator=(shared_handle other) noexcept {
        swap(other);
        return *this;
    }
    __attribute__((visibility("hidden"))) ~shared_handle() {
        if (block_ != nullptr) std::exchange(block_, nullptr)->drop_owner();
    }



    shared_pin<Traits> pin() const noexcept {
        if (block_ == nullptr) return shared_pin<Traits>(status_code::null);
        if (const admission got = block_->enter(); got != admission::inside)
            return shared_pin<Traits>(got == admission::in_use ? status_code::in_use
                                                               : status_code::closed);
        trace::pin<Traits>(block_->traced());
        return shared_pin<Traits>(*block_);
    }



    __attribute__((visibility("hidden"))) status close() const noexcept {
        return block_ == nullptr ? status(status_code::null) : block_->close();
    }

    __attribute__((visibility("hidden"))) status try_close() const noexcept {
        return block_ == nullptr ? status(status_code::null) : block_->try_close();
    }





    template <class Look>
    __attribute__((visibility("hidden"))) status drop(Look&& look) noexcept {
        block* const left = std::exchange(block_, nullptr);
        return left == nullptr ? status(status_code::null)
                               : left->drop_owner(std::forward<Look>(look));
    }



    [[nodiscard]] value_type unguarded() const noexcept {
        return block_ != nullptr ? block_->resource.get() : Traits::empty();
    }


    explicit operator bool() const noexcept { return block_ != nullptr; }

    [[nodiscard]] bool is_closed() const noexcept {
        return block_ != nullptr && block_->door.is_closed();
    }


    [[nodiscard]] status state() const noexcept {
        if (block_ == nullptr) return status_code::null;
        switch (block_->door.state()) {
            case admission::inside: return status_code::ok;
            case admission::closed: return status_code::in_use;
            default: return status_code::closed;
        }
    }

    [[nodiscard]] bool expired() const noexcept { return block_ == nullptr || is_closed(); }


    [[nodiscard]] std::uint32_t use_count() const noexcept {
        return block_ != nullptr ? block_->owners.load(std::memory_order_acquire) : 0;
    }


    __attribute__((visibility("hidden"))) void reset() noexcept { shared_handle().swap(*this); }
    void swap(shared_handle& other) noexcept { std::swap(block_, other.block_); }
    friend void swap(shared_handle& a, shared_handle& b) noexcept { a.swap(b); }

    friend bool operator==(const shared_handle& a, const shared_handle& b) noexcept {
        return a.block_ == b.block_;
    }
    friend bool operator!=(const shared_handle& a, const shared_handle& b) noexcept {
        return !(a == b);
    }

private:
    using block = detail::shared_block<Traits>;
    friend class weak_handle<Traits>;
    friend class shared_pin<Traits>;
    friend struct detail::shared_identity;
    template <class Any>
    friend result<shared_handle<Any>> share(unique_handle<Any>&& owner) noexcept;

    explicit shared_handle(block* adopted) noexcept : block_(adopted) {}

    block* block_ = nullptr;
};



template <class Traits>
result<shared_handle<Traits>> share(unique_handle<Traits>&& owner) noexcept {
    if (!owner) return status_code::null;
    auto* const block = new (std::nothrow) detail::shared_block<Traits>(std::move(owner));
    if (block == nullptr) return status_code::out_of_memory;
    trace::share<Traits>(block->traced());
    return shared_handle<Traits>(block);
}





template <class Traits>
class [[nodiscard]] weak_handle {
    static_assert(!detail::is_owner<Traits>::value,
                  "ffiguard: weak_handle takes the traits, not the owner: write weak<owner>, which "
                  "is weak_handle<owner::traits_type>");

public:
    constexpr weak_handle() noexcept = default;
    weak_handle(const shared_handle<Traits>& of) noexcept : block_(of.block_) { keep(); }
    weak_handle(const weak_handle& other) noexcept : block_(other.block_) { keep(); }
    weak_handle(weak_handle&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    weak_handle& operator=(weak_handle other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~weak_handle() {
        if (block_ != nullptr) std::exchange(block_, nullptr)->drop_keeper();
    }



    shared_handle<Traits> lock() const noexcept {
        if (block_ == nullptr || block_->door.is_closed() || !block_->revive_owner())
            return shared_handle<Traits>();
        trace::share<Traits>(block_->traced());
        return shared_handle<Traits>(block_);
    }



    [[nodiscard]] bool expired() const noexcept {
        return block_ == nullptr || block_->door.is_closed() ||
               block_->owners.load(std::memory_order_relaxed) == 0;
    }
    void reset() noexcept { weak_handle().swap(*this); }
    void swap(weak_handle& other) noexcept { std::swap(block_, other.block_); }
    friend void swap(weak_handle& a, weak_handle& b) noexcept { a.swap(b); }
    friend bool operator==(const weak_handle& a, const weak_handle& b) noexcept {
        return a.block_ == b.block_;
    }
    friend bool operator!=(const weak_handle& a, const weak_handle& b) noexcept {
        return !(a == b);
    }

private:
    friend struct detail::shared_identity;

    void keep() noexcept {
        if (block_ != nullptr) block_->add_keeper();
    }

    detail::shared_block<Traits>* block_ = nullptr;
};


template <class Owner>
using shared = shared_handle<typename Owner::traits_type>;

template <class Owner>
using weak = weak_handle<typename Owner::traits_type>;

}
}
# 16 "include/ffiguard/jni/error/java_exception.hpp" 2
# 29 "include/ffiguard/jni/error/java_exception.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {


struct caught_throwable {
    jthrowable object;
    std::atomic<char*> text;

    const char* (*read)(caught_throwable&) noexcept;
};

struct caught_throwable_traits {
    using value_type = caught_throwable*;
    static constexpr caught_throwable* empty() noexcept { return nullptr; }
    __attribute__((visibility("hidden"))) static void close(caught_throwable* caught) noexcept {
        jni::adopt_global(caught->object).reset();
        std::free(caught->text.load(std::memory_order_relaxed));
        delete caught;
    }
};


__attribute__((visibility("hidden"))) inline const char* read_text(JNIEnv* env, caught_throwable& caught) noexcept {
    const exception_stash aside(env);
    auto text = detail::readable_utf8(env, detail::describe(env, caught.object).get());
    if (!text) return "a Java exception (no memory for its text)";
    char* known = nullptr;
    char* const made = text->release();
    if (caught.text.compare_exchange_strong(known, made, std::memory_order_acq_rel)) return made;
    std::free(made);
    return known;
}

__attribute__((visibility("hidden"))) inline const char* text_of(caught_throwable& caught) noexcept {
    if (const char* const known = caught.text.load(std::memory_order_acquire)) return known;
    if (caught.object == nullptr) return "a Java exception (no memory for it)";
    if (critical_depth_ != 0) return "a Java exception (first asked for inside of a critical_view)";
    if (JNIEnv* const env = vm::env()) return detail::read_text(env, caught);
    if (vm::get() != nullptr) {
        const attach_scope here;
        if (here) return detail::read_text(here.env(), caught);
    }
    return "a Java exception (first asked for on a thread without a VM)";
}

}
# 105 "include/ffiguard/jni/error/java_exception.hpp"
class java_exception : public std::exception {
public:

    java_exception() noexcept = default;

    java_exception(const java_exception&) noexcept = default;
    java_exception& operator=(const java_exception&) noexcept = default;


    __attribute__((visibility("hidden"))) static java_exception take(JNIEnv* env) noexcept {
        const auto thrown = detail::take_pending(env);
        return thrown ? java_exception(env, thrown.get()) : java_exception();
    }

    [[nodiscard]] explicit operator bool() const noexcept { return text_ != nullptr; }







    [[nodiscard]] const char* what() const noexcept override {
        if (caught_throwable* const caught = shared_.unguarded()) return caught->read(*caught);
        return text_ != nullptr ? text_ : "no Java exception";
    }

    [[nodiscard]] borrowed<jthrowable> throwable() const noexcept {
        caught_throwable* const caught = shared_.unguarded();
        return caught != nullptr ? caught->object : nullptr;
    }


    __attribute__((visibility("hidden"))) result<c_string> class_name(JNIEnv* env) const noexcept {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        const auto type = jni::adopt_local(env, env->GetObjectClass(throwable().get()));
        return text_from(env, type.get(), "getName");
    }

    __attribute__((visibility("hidden"))) result<c_string> message(JNIEnv* env) const noexcept {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        return text_from(env, throwable().get(), "getMessage");
    }


    __attribute__((visibility("hidden"))) result<c_string> stack_trace(JNIEnv* env) const noexcept {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        const auto text = make(env, "java/io/StringWriter", "()V");
        if (!text) return detail::why_null(env);
        const auto printer = make(env, "java/io/PrintWriter", "(Ljava/io/Writer;)V", text.get());
        if (!printer) return detail::why_null(env);
        const jmethodID print = detail::method_of(env, throwable().get(), "printStackTrace",
                                                  "(Ljava/io/PrintWriter;)V");
        if (print != nullptr) env->CallVoidMethod(throwable().get(), print, printer.get());
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        return text_from(env, text.get(), "toString");
    }



    template <class Visit>
    __attribute__((visibility("hidden"))) status each_cause(JNIEnv* env, Visit&& visit) const {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        java_exception seen[detail::max_causes + 1];
        seen[0] = *this;
        for (unsigned count = 1; count <= detail::max_causes; ++count) {
            const auto cause = detail::object_from<jthrowable>(
                env, seen[count - 1].throwable().get(), "getCause", "()Ljava/lang/Throwable;");
            if (const auto ready = detail::ready(env); !ready.ok()) return ready;
            if (!cause) break;
            for (unsigned i = 0; i < count; ++i)
                if (jni::same(env, seen[i].throwable(), cause)) return {};
            seen[count] = java_exception(env, cause.get());
            if (!visit(std::as_const(seen[count]))) break;
            if (const auto ready = detail::ready(env); !ready.ok()) return ready;
            if (!seen[count].throwable()) return status_code::out_of_memory;
        }
        return {};
    }

private:
    using caught_throwable = detail::caught_throwable;

    __attribute__((visibility("hidden"))) java_exception(JNIEnv* env, jthrowable thrown) noexcept
        : text_("a Java exception (no memory for it)") {
        unique_handle<detail::caught_throwable_traits> caught(
            new (std::nothrow) caught_throwable{nullptr, {nullptr}, &detail::text_of});
        if (!caught) return;
        if (auto object = jni::promote(env, thrown)) {
            caught->object = object->release();
        } else {
            if (env->ExceptionCheck() == 
# 196 "include/ffiguard/jni/error/java_exception.hpp" 3 4
                                        1
# 196 "include/ffiguard/jni/error/java_exception.hpp"
                                                ) env->ExceptionClear();
            auto text = detail::readable_utf8(env, detail::describe(env, thrown).get());
            if (text) caught->text = text->release();
        }
        if (auto shared = ffiguard::share(std::move(caught))) shared_ = *std::move(shared);
    }

    __attribute__((visibility("hidden"))) status check_usable(JNIEnv* env) const noexcept {
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        if (throwable()) return {};
        return text_ == nullptr ? status_code::null : status_code::out_of_memory;
    }
    __attribute__((visibility("hidden"))) static result<c_string> text_from(JNIEnv* env, jobject object,
                                                      const char* method) noexcept {
        const auto text = detail::object_from<jstring>(env, object, method, "()Ljava/lang/String;");
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        return detail::readable_utf8(env, text);
    }
    template <class... Arguments>
    __attribute__((visibility("hidden"))) static local_ref<jobject> make(JNIEnv* env, const char* class_name,
                                                   const char* signature,
                                                   Arguments... arguments) noexcept {
        const auto type = jni::adopt_local(env, env->FindClass(class_name));
        if (!type) return {};
        return detail::new_object(env, type.get(), signature, arguments...);
    }

    shared_handle<detail::caught_throwable_traits> shared_;
    const char* text_ = nullptr;
};




__attribute__((visibility("hidden"))) inline void throw_java(JNIEnv* env, const java_exception& caught) noexcept {
    if (!caught || !detail::outside_critical("throw_java inside of a critical_view")) return;
    const exception_stash first(env);
    if (const auto object = caught.throwable()) {
        env->Throw(object.get());
        return;
    }
    const auto made = detail::new_throwable(env, "java/lang/RuntimeException", caught.what());
    if (made) env->Throw(made.get());
}





__attribute__((visibility("hidden"))) inline void throw_if_java(JNIEnv* env) {
    if (detail::ready(env) == status_code::java_exception) throw java_exception::take(env);
}


}
}
}
# 25 "include/ffiguard/jni/error/boundary.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {






template <class Exception>
struct java_class_for {

    static_assert(std::is_convertible_v<const Exception*, const std::exception*>,
                  "ffiguard: java_class_for<E> takes an E that is a std::exception, whose what() "
                  "becomes the message; a public, unambiguous std::exception");
    const char* class_name;
};

namespace detail {



template <class Exception>
__attribute__((visibility("hidden"))) bool make_by(JNIEnv* env, const std::exception& caught,
                             const java_class_for<Exception>& row,
                             local_ref<jthrowable>& new_one) noexcept {
    const auto* const fits = ffiguard::detail::caught_as<Exception>(caught);
    if (fits != nullptr) new_one = detail::new_throwable(env, row.class_name, fits->what());
    return fits != nullptr;
}


template <class... Exceptions>
__attribute__((visibility("hidden"))) local_ref<jthrowable> make_of(JNIEnv* env, const std::exception& caught,
                                              std::exception_ptr& nested,
                                              const java_class_for<Exceptions>&... table) noexcept {
    if (const auto* const java = ffiguard::detail::caught_as<java_exception>(caught)) {

        if (const auto object = java->throwable())
            return jni::adopt_local(env, static_cast<jthrowable>(env->NewLocalRef(object.get())));
    } else if (const auto* const outer =
                   ffiguard::detail::caught_as<std::nested_exception>(caught)) {
        nested = outer->nested_ptr();
    }
    local_ref<jthrowable> made;
    if ((detail::make_by(env, caught, table, made) || ...)) return made;
    if (const auto* const bad = ffiguard::detail::caught_as<bad_result>(caught))
        return detail::new_throwable(env, bad->why());
    if (ffiguard::detail::caught_as<std::bad_alloc>(caught) != nullptr)
        return detail::new_throwable(env, status_code::out_of_memory);
    return detail::new_throwable(env, java_class(status_code::cxx_exception), caught.what());
}


template <class... Exceptions>
__attribute__((visibility("hidden"))) local_ref<jthrowable> make_of_current(
    JNIEnv* env, std::exception_ptr& nested, const java_class_for<Exceptions>&... table) noexcept {
    try {
        throw;
    } catch (const std::exception& caught) {
        return detail::make_of(env, caught, nested, table...);
    } catch (const std::nested_exception& caught) {
        nested = caught.nested_ptr();
    } catch (...) {
    }
    return detail::new_throwable(env, ffiguard::detail::unknown_exception());
}


template <class... Exceptions>
__attribute__((visibility("hidden"))) void throw_current(JNIEnv* env, const std::exception* known,
                                   const java_class_for<Exceptions>&... table) noexcept {
    if (!detail::outside_critical("boundary: an exception inside of a critical_view")) return;
    const exception_stash first(env);
    std::exception_ptr nested;
    const auto outermost = known != nullptr ? detail::make_of(env, *known, nested, table...)
                                            : detail::make_of_current(env, nested, table...);
    if (!outermost) return;
    local_ref<jthrowable> last;
    for (unsigned count = 0; nested != nullptr && count < max_causes; ++count) {
        try {
            std::rethrow_exception(std::exchange(nested, nullptr));
        } catch (...) {
            auto cause = detail::make_of_current(env, nested, table...);
            detail::set_cause(env, (last ? last : outermost).get(), cause.get());
            last = std::move(cause);
        }
    }
    env->Throw(outermost.get());
}



template <class Outcome>
[[gnu::noinline, gnu::cold]] __attribute__((visibility("hidden"))) void throw_outcome(JNIEnv* env,
                                                                const Outcome& outcome) noexcept {
    error why(outcome);
    ffiguard::detail::explain(why);
    jni::throw_java(env, why);
}



template <class Callable, class Finish, class... Exceptions>
__attribute__((visibility("hidden"))) auto run_and_throw(JNIEnv* env, Callable&& body, const Finish& finish,
                                   const java_class_for<Exceptions>&... table) {
    using outcome = decltype(ffiguard::detail::run_body(body));

    return ffiguard::detail::run_and_finish(
        [&]() -> outcome {

            try {
                return ffiguard::detail::run_body(body);
            } catch (const std::exception& caught) {
                detail::throw_current(env, &caught, table...);
            } catch (const std::nested_exception&) {
                detail::throw_current(env, nullptr, table...);
            }
            return status_code::java_exception;





        },
        finish);
}

template <class T>
auto to_native(T value) noexcept {
    constexpr bool is_number = std::is_same_v<T, jboolean> || std::is_same_v<T, jbyte> ||
                               std::is_same_v<T, jchar> || std::is_same_v<T, jshort> ||
                               std::is_same_v<T, jint> || std::is_same_v<T, jlong> ||
                               std::is_same_v<T, jfloat> || std::is_same_v<T, jdouble>;
    if constexpr (std::is_same_v<T, token>) {
        return to_jlong(value);
    } else if constexpr (std::is_same_v<T, bool>) {
        return static_cast<jboolean>(value ? 
# 165 "include/ffiguard/jni/error/boundary.hpp" 3 4
                                            1 
# 165 "include/ffiguard/jni/error/boundary.hpp"
                                                     : 
# 165 "include/ffiguard/jni/error/boundary.hpp" 3 4
                                                       0
# 165 "include/ffiguard/jni/error/boundary.hpp"
                                                                );
    } else {
        static_assert(is_number || is_jni_reference<T>(),
                      "ffiguard: the body of a native method returns void, a status, an error, or "
                      "a JNI type, a bool, a token or a local_ref, also as a result");
        return value;
    }
}
template <class T>
native_of<T> to_native(local_ref<T> value) noexcept {
    return value.release();
}

template <class T>
struct is_result : std::false_type {};
template <class T, class E>
struct is_result<result<T, E>> : std::true_type {};

template <class T>
struct failure_of {
    using type = status;
};
template <class T, class E>
struct failure_of<result<T, E>> {
    using type = E;
};

template <class Answer>
auto unwrap(Answer answer) noexcept {
    if constexpr (is_result<Answer>::value)
        return to_native(*std::move(answer));
    else
        return to_native(std::move(answer));
}

}
# 233 "include/ffiguard/jni/error/boundary.hpp"
template <class Callable, class... Exceptions>
__attribute__((visibility("hidden"))) auto boundary(JNIEnv* env, Callable&& body,
                              const java_class_for<Exceptions>&... table) {
    using answer = std::decay_t<decltype(body())>;
    const auto entered = ffiguard::trace::enter_boundary(body, nullptr);
    const auto finish = [&](const auto& outcome) noexcept {
        ffiguard::trace::leave_boundary(body, ffiguard::detail::status_of(outcome), entered);
        if (!outcome.ok()) detail::throw_outcome(env, outcome);
    };
    if constexpr (std::is_void_v<answer> || std::is_convertible_v<answer, error>) {
        detail::run_and_throw(env, body, finish, table...);
    } else {
        decltype(detail::unwrap(std::declval<answer>())) value{};
        const auto keep_value = [&]() -> typename detail::failure_of<answer>::type {
            answer got = body();
            if constexpr (detail::is_result<answer>::value)
                if (!got) return got.error();
            value = detail::unwrap(std::move(got));
            return {};
        };
        detail::run_and_throw(env, keep_value, finish, table...);
        return value;
    }
}

}
}
}
# 18 "include/ffiguard/jni/call/detail/native_entry.hpp" 2



namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {


template <class Answer, class = void>
struct java_answer {
    using type = Answer;
};
template <class Answer>
struct java_answer<Answer, std::enable_if_t<std::is_convertible_v<Answer, error>>> {
    using type = void;
};
template <class T, class E>
struct java_answer<result<T, E>> {
    using type = T;
};


template <class T>
struct in_signature {
    using type = T;
};
template <class T>
struct in_signature<borrowed<T>> {
    using type = T;
};
template <class T>
struct in_signature<local_ref<T>> {
    using type = T;
};
template <class T>
using in_signature_t = typename in_signature<std::decay_t<T>>::type;


template <class T>
struct from_java {
    using native = typename java_type<in_signature_t<T>>::native;
    static T cast(native value) noexcept { return value; }
};
template <>
struct from_java<bool> {
    static bool cast(jboolean value) noexcept { return value != 
# 64 "include/ffiguard/jni/call/detail/native_entry.hpp" 3 4
                                                               0
# 64 "include/ffiguard/jni/call/detail/native_entry.hpp"
                                                                        ; }
};
template <>
struct from_java<token> {
    static token cast(jlong value) noexcept { return from_jlong(value); }
};
template <class T>
struct from_java<local_ref<T>> {
    static_assert(!std::is_same_v<T, T>,
                  "ffiguard: the VM owns the arguments of a native method: take a borrowed<T>");
};
template <class T>
struct from_java<global_ref<T>> : from_java<local_ref<T>> {};

template <class Self>
constexpr member_kind kind_of_self() noexcept {
    using type = referent_t<Self>;
    constexpr bool is_reference = std::is_same_v<Self, type> ? is_jni_reference<Self>()
                                                             : std::is_same_v<Self, borrowed<type>>;
    static_assert(is_reference,
                  "ffiguard: the second parameter of a native method is the object, or for a "
                  "static one the class: borrowed<T> or jobject, borrowed<jclass> or jclass");
    return std::is_same_v<type, jclass> ? member_kind::of_class : member_kind::of_object;
}


template <class Type>
struct native_converts : std::false_type {};

template <auto Function, class Type, bool Converts = native_converts<Type>::value>
struct native_function {
    static_assert(!std::is_same_v<Type, Type>,
                  "ffiguard: a native method is a function that takes JNIEnv*, the object or the "
                  "class, and what Java passes");
};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...), false> {
    using java = in_signature_t<typename java_answer<R>::type>;
    using answer = typename java_type<java>::native;
    using signature = java(in_signature_t<Args>...);
    using self = referent_t<std::decay_t<Self>>;
    static constexpr member_kind kind() noexcept { return kind_of_self<std::decay_t<Self>>(); }

    __attribute__((visibility("hidden"))) static answer
    entry(JNIEnv* env, typename java_type<in_signature_t<Self>>::native self,
          typename java_type<in_signature_t<Args>>::native... args) {
        return jni::boundary(env, [&] {
            return Function(env, from_java<std::decay_t<Self>>::cast(self),
                            from_java<std::decay_t<Args>>::cast(args)...);
        });
    }
};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...) noexcept, false>
    : native_function<Function, R (*)(JNIEnv*, Self, Args...)> {};



template <class From, class To>
constexpr bool agrees() noexcept {
    if constexpr (!std::is_same_v<typename java_type<From>::native, typename java_type<To>::native>)
        return false;
    else if constexpr (std::is_convertible_v<typename java_type<From>::native, jobject>)
        return std::is_pointer_v<From> || std::is_pointer_v<To> || is_a<From, To>();
    else
        return true;
}


template <class Written, class Seen>
struct same_native : std::false_type {};
template <class R, class... Args, class SeenR, class... SeenArgs>
struct same_native<R(Args...), SeenR(SeenArgs...)> {
    static constexpr bool all() noexcept {
        if constexpr (sizeof...(Args) == sizeof...(SeenArgs))
            return (agrees<SeenR, R>() && ... && agrees<Args, SeenArgs>());
        else
            return false;
    }
    static constexpr bool value = all();
};



class registrations {
public:
    explicit registrations(JNIEnv* env) noexcept : env_(env) {}
    registrations(const registrations&) = delete;
    registrations& operator=(const registrations&) = delete;
    ~registrations() {
        while (first_ != nullptr) delete std::exchange(first_, first_->next);
    }

    [[nodiscard]] bool add(local_ref<jclass>&& type) noexcept {
        auto* const fresh = new (std::nothrow) one{std::move(type), first_};
        if (fresh == nullptr) return false;
        first_ = fresh;
        return true;
    }
    void take_back() noexcept {
        const exception_stash first(env_);
        for (const one* each = first_; each != nullptr; each = each->next)
            env_->UnregisterNatives(each->type.get());
    }

private:
    struct one {
        local_ref<jclass> type;
        one* next;
    };
    JNIEnv* env_;
    one* first_ = nullptr;
};

__attribute__((visibility("hidden"))) inline thread_local registrations* registrations_ = nullptr;

template <class Signature, class Self>
struct native_entry {
    const char* name;
    fixed_text<java_type<Signature>::length()> text;
    void* function;
    member_kind kind;


    template <class Class, std::size_t>
    void find(JNIEnv* env, jclass type, mismatches& missing) const noexcept {
        static_assert(std::is_same_v<Self, jclass> || passes<borrowed<Class>, Self>(),
                      "ffiguard: a native method's object is of the class that it is registered "
                      "for, or of one that its java_super leads to");
        static_cast<void>(find_member<&method_id>(env, type, name, text.c_str(), kind,
                                                  "java/lang/NoSuchMethodError", true, missing));
    }
    template <class Class, std::size_t>
    void bind(mismatches&) const noexcept {}
    template <class Class, std::size_t>
    [[nodiscard]] void* entry() const noexcept {
        return function;
    }
};

}
}
}
}
# 18 "include/ffiguard/jni/call/native.hpp" 2
# 1 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 1
# 13 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
# 1 "include/ffiguard/jni/data/detail/lent_memory.hpp" 1
# 14 "include/ffiguard/jni/data/detail/lent_memory.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {



struct lent_memory {
    void (*release)(lent_memory*) noexcept;
    jweak buffer = nullptr;
    lent_memory* next = nullptr;
};

template <class Owner>
struct lent_memory_of : lent_memory {
    __attribute__((visibility("hidden"))) explicit lent_memory_of(Owner&& memory) noexcept
        : lent_memory{&release_this}, owner(std::move(memory)) {}

    __attribute__((visibility("hidden"))) static void release_this(lent_memory* memory) noexcept {
        auto* const self = static_cast<lent_memory_of*>(memory);
        static_cast<void>(ffiguard::detail::closing<Owner>::close(self->owner));
        delete self;
    }

    Owner owner;
};


__attribute__((visibility("hidden"))) inline std::atomic<std::size_t> lent_count_{0};

__attribute__((visibility("hidden"))) inline std::atomic<lent_memory*> newly_lent_{nullptr};

__attribute__((visibility("hidden"))) inline lent_memory* last_lent_ = nullptr;



enum class look : unsigned char {
    none,
    at_some,
    at_all_again,
};
__attribute__((visibility("hidden"))) inline std::atomic<look> look_{look::none};

__attribute__((visibility("hidden"))) inline void release_lent(lent_memory* memory) noexcept {
    memory->release(memory);
    lent_count_.fetch_sub(1, std::memory_order_relaxed);
}


__attribute__((visibility("hidden"))) inline void lend(lent_memory& memory) noexcept {
    lent_count_.fetch_add(1, std::memory_order_relaxed);
    memory.next = newly_lent_.load(std::memory_order_relaxed);
    while (!newly_lent_.compare_exchange_weak(memory.next, &memory, std::memory_order_release,
                                              std::memory_order_relaxed)) {
    }
}

enum : std::size_t { reap_few = 4, reap_all = static_cast<std::size_t>(-1) };



__attribute__((visibility("hidden"))) inline bool begin_look(std::size_t alive) noexcept {
    look seen = look::none;
    while (!look_.compare_exchange_weak(seen,
                                        seen == look::none ? look::at_some : look::at_all_again)) {
        if (seen != look::none && alive != reap_all) return false;
    }
    return seen == look::none;
}


__attribute__((visibility("hidden"))) inline void take_newly_lent() noexcept {
    lent_memory* newest = newly_lent_.exchange(nullptr, std::memory_order_acquire);
    if (newest == nullptr) return;
    lent_memory* const last = newest;
    lent_memory* oldest = nullptr;
    while (newest != nullptr) {
        lent_memory* const older = std::exchange(newest->next, oldest);
        oldest = std::exchange(newest, older);
    }
    last->next = last_lent_ != nullptr ? std::exchange(last_lent_->next, oldest) : oldest;
    last_lent_ = last;
}


__attribute__((visibility("hidden"))) inline void look_at_lent(JNIEnv* env, std::size_t alive,
                                         lent_memory*& dead) noexcept {
    take_newly_lent();
    lent_memory* last = last_lent_;
    lent_memory* const end = last;
    while (last != nullptr && alive != 0) {
        lent_memory* const first = last->next;
        const bool was_end = first == end;
        if (env->IsSameObject(first->buffer, nullptr) == 
# 107 "include/ffiguard/jni/data/detail/lent_memory.hpp" 3 4
                                                        0
# 107 "include/ffiguard/jni/data/detail/lent_memory.hpp"
                                                                 ) {
            last = first;
            --alive;
        } else {
            if (first == last)
                last = nullptr;
            else
                last->next = first->next;
            first->next = std::exchange(dead, first);
        }
        if (was_end) break;
    }
    last_lent_ = last;
}



__attribute__((visibility("hidden"))) inline std::size_t reap(JNIEnv* env, std::size_t alive) noexcept {
    if (!begin_look(alive)) return 0;
    lent_memory* dead = nullptr;
    look_at_lent(env, alive, dead);
    for (look seen = look::at_some; !look_.compare_exchange_strong(seen, look::none);) {
        look_.store(seen = look::at_some);
        look_at_lent(env, reap_all, dead);
    }

    std::size_t count = 0;

    for (; dead != nullptr; ++count) {
        lent_memory* const released = std::exchange(dead, dead->next);
        env->DeleteWeakGlobalRef(released->buffer);
        detail::release_lent(released);
    }
    return count;
}

}
}
}
}
# 14 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 2





namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
namespace detail {




__attribute__((visibility("hidden"))) inline std::atomic<bool> cleaner_is_starting_{false};
__attribute__((visibility("hidden"))) inline std::atomic<jmethodID> reaper_lend_{nullptr};
__attribute__((visibility("hidden"))) inline weak_slot reaper_;

__attribute__((visibility("hidden"))) inline void release_for_java(JNIEnv*, jclass, jlong memory) noexcept {
    if (memory == 0) return;
    detail::release_lent(reinterpret_cast<lent_memory*>(static_cast<std::uintptr_t>(memory)));
}
# 53 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
__attribute__((visibility("hidden"))) inline local_ref<jclass> define_reaper(JNIEnv* env, jobject loader) noexcept {
    char name[] = "ffiguard/Reaper_0000000000000000";

    char file[] =
        "\xCA\xFE\xBA\xBE" "\0\0\0\x34"
        "\0\x22"
        "\1\0\x20" "ffiguard/Reaper_0000000000000000"
        "\7\0\1" "\1\0\x10" "java/lang/Object"
        "\7\0\3" "\1\0\x12" "java/lang/Runnable"
        "\7\0\5" "\1\0\3" "run" "\1\0\3" "()V"
        "\1\0\7" "cleaner" "\1\0\6" "memory"
        "\1\0\x17" "Ljava/lang/ref/Cleaner;" "\1\0\1" "J"
        "\1\0\6" "<init>" "\x0C\0\x0D\0\x08"
        "\x0A\0\4\0\x0E" "\x0A\0\2\0\x0E"
        "\x0C\0\x09\0\x0B" "\x09\0\2\0\x11"
        "\x0C\0\x0A\0\x0C" "\x09\0\2\0\x13"
        "\1\0\x15" "java/lang/ref/Cleaner" "\7\0\x15"
        "\1\0\x08" "register"
        "\1\0\x49" "(Ljava/lang/Object;Ljava/lang/Runnable;)Ljava/lang/ref/Cleaner$Cleanable;"
        "\x0C\0\x17\0\x18" "\x0A\0\x16\0\x19"
        "\1\0\7" "release" "\1\0\4" "(J)V"
        "\x0C\0\x1B\0\x1C" "\x0A\0\2\0\x1D"
        "\1\0\4" "lend" "\1\0\x16" "(Ljava/lang/Object;J)V"
        "\1\0\4" "Code"
        "\0\x31" "\0\2" "\0\4" "\0\1\0\6"
        "\0\2" "\0\x0A" "\0\x09" "\0\x0B" "\0\0"
        "\0\2" "\0\x0A" "\0\x0C" "\0\0"
        "\0\4" "\0\2" "\0\x0D" "\0\x08"
        "\0\1\0\x21" "\0\0\0\x11" "\0\1\0\1\0\0\0\5"
        "\x2A" "\xB7\0\x0F" "\xB1" "\0\0\0\0"
        "\0\x0A" "\0\x1F" "\0\x20"
        "\0\1\0\x21" "\0\0\0\x23" "\0\3\0\4\0\0\0\x17"
        "\xBB\0\2" "\x59" "\xB7\0\x10" "\x4E"
        "\xB2\0\x12" "\x2A" "\x2D" "\xB6\0\x1A" "\x57"
        "\x2D" "\x1F" "\xB5\0\x14" "\xB1" "\0\0\0\0"
        "\0\1" "\0\7" "\0\x08"
        "\0\1\0\x21" "\0\0\0\x1B" "\0\3\0\3\0\0\0\x0F"
        "\x2A" "\xB4\0\x14" "\x40"
        "\x2A" "\x09" "\xB5\0\x14"
        "\x1F" "\xB8\0\x1E" "\xB1" "\0\0\0\0"
        "\1\x0A" "\0\x1B" "\0\x1C" "\0\0"
        "\0\0";

    enum : std::size_t { digits_at = 16, name_at = 13 };
    auto number = reinterpret_cast<std::uintptr_t>(&cleaner_is_starting_);
    for (std::size_t digit = 16; digit-- > 0; number /= 16)
        name[digits_at + digit] = file[name_at + digits_at + digit] =
            "0123456789abcdef"[number % 16];
    auto defined =
        jni::adopt_local(env, env->DefineClass(name, loader, reinterpret_cast<const jbyte*>(file),
                                               static_cast<jsize>(sizeof file - 1)));
    if (env->ExceptionCheck() == 
# 104 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                0
# 104 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                         ) return defined;

    const auto refused = detail::take_pending(env);
    auto known = detail::class_for_name(env, name, loader);
    if (known) return known;
    if (env->ExceptionCheck() == 
# 109 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                1
# 109 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                        ) env->ExceptionClear();
    env->Throw(refused.get());
    return {};
}


__attribute__((visibility("hidden"))) inline status make_cleaner(JNIEnv* env, jclass shim) noexcept {
    const auto object_class = jni::adopt_local(env, env->GetObjectClass(shim));
    const jmethodID get_loader =
        env->GetMethodID(object_class.get(), "getClassLoader", "()Ljava/lang/ClassLoader;");
    if (get_loader == nullptr) return detail::why_null(env);
    const auto loader = jni::adopt_local(env, env->CallObjectMethod(shim, get_loader));
    if (env->ExceptionCheck() == 
# 121 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                1
# 121 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                        ) return detail::why_null(env);

    const auto type = jni::adopt_local(env, env->FindClass("java/lang/ref/Cleaner"));
    if (!type) return detail::why_null(env);
    const jmethodID create =
        env->GetStaticMethodID(type.get(), "create", "()Ljava/lang/ref/Cleaner;");
    if (create == nullptr) return detail::why_null(env);
    const auto cleaner = jni::adopt_local(env, env->CallStaticObjectMethod(type.get(), create));
    if (env->ExceptionCheck() == 
# 129 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                1
# 129 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                        ) return detail::why_null(env);

    const auto reaper = define_reaper(env, loader.get());
    if (!reaper)
        return env->ExceptionCheck() == 
# 133 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                       1 
# 133 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                                ? status_code::java_exception
                                                 : status_code::unsupported;

    const JNINativeMethod release{const_cast<char*>("release"), const_cast<char*>("(J)V"),
                                  reinterpret_cast<void*>(&release_for_java)};
    if (env->RegisterNatives(reaper.get(), &release, 1) != 
# 138 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                                          0
# 138 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                                                ) return detail::why_null(env);
    const jfieldID cleaner_id =
        env->GetStaticFieldID(reaper.get(), "cleaner", "Ljava/lang/ref/Cleaner;");
    if (cleaner_id == nullptr) return detail::why_null(env);
    const jmethodID lend_id =
        env->GetStaticMethodID(reaper.get(), "lend", "(Ljava/lang/Object;J)V");
    if (lend_id == nullptr) return detail::why_null(env);

    env->SetStaticObjectField(reaper.get(), cleaner_id, cleaner.get());
    reaper_lend_.store(lend_id);
    return reaper_.put(env, reaper.get());
}

enum class handed : unsigned char {
    to_nobody,
    to_cleaner,
    failed,
};


__attribute__((visibility("hidden"))) inline handed hand_to_cleaner(JNIEnv* env, jobject buffer,
                                              lent_memory& memory) noexcept {
    if (!reaper_.is_set()) return handed::to_nobody;
    bool has_failed = false;
    const auto reaper = jni::adopt_local(env, static_cast<jclass>(reaper_.lock(env, &has_failed)));
    if (!reaper) return has_failed ? handed::failed : handed::to_nobody;

    env->CallStaticVoidMethod(reaper.get(), reaper_lend_.load(), buffer,
                              static_cast<jlong>(reinterpret_cast<std::uintptr_t>(&memory)));
    return env->ExceptionCheck() == 
# 167 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp" 3 4
                                   1 
# 167 "include/ffiguard/jni/data/detail/buffer_cleaner.hpp"
                                            ? handed::failed : handed::to_cleaner;
}

}
}
}
}
# 19 "include/ffiguard/jni/call/native.hpp" 2
# 29 "include/ffiguard/jni/call/native.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 50 "include/ffiguard/jni/call/native.hpp"
template <auto Function, class Signature = typename detail::native_function<
                             Function, decltype(Function)>::signature>
[[nodiscard]] auto native_method(const char* name) noexcept {
    using function = detail::native_function<Function, decltype(Function)>;
    static_assert(detail::same_native<Signature, typename function::signature>::value,
                  "ffiguard: the signature of the native method is not that of the function");
    return detail::native_entry<Signature, typename function::self>{
        name, descriptor<Signature>(), reinterpret_cast<void*>(&function::entry), function::kind()};
}

namespace detail {

template <class Class, std::size_t... I, class... Natives>
__attribute__((visibility("hidden"))) error register_each(JNIEnv* env, std::index_sequence<I...>,
                                    const Natives&... natives) noexcept {
    static_assert(names_class<Class>::value,
                  "ffiguard: register_natives<T>() takes a struct with a static java_name()");
    static_assert(sizeof...(natives) != 0, "ffiguard: register_natives() takes native methods");
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    auto type = jni::find_class(env, Class::java_name());
    if (!type) return detail::taken_error(env, Class::java_name(), type.status());

    mismatches missing(Class::java_name());
    (natives.template find<Class, I>(env, type->get(), missing), ...);
    if (missing.none()) (natives.template bind<Class, I>(missing), ...);
    if (!missing.none()) return missing.as_error();


    const JNINativeMethod methods[] = {{const_cast<char*>(natives.name),
                                        const_cast<char*>(natives.text.c_str()),
                                        natives.template entry<Class, I>()}...};
    const bool done = env->RegisterNatives(type->get(), methods, sizeof...(natives)) == 
# 81 "include/ffiguard/jni/call/native.hpp" 3 4
                                                                                       0
# 81 "include/ffiguard/jni/call/native.hpp"
                                                                                             ;
    if (!done) missing.add(status_code::java_exception, jni::catch_java(env).message());
    const jclass registered = type->get();
    if (done && (registrations_ == nullptr || registrations_->add(*std::move(type)))) return {};
    env->UnregisterNatives(registered);
    return done ? error(status_code::out_of_memory) : missing.as_error();
}

}
# 104 "include/ffiguard/jni/call/native.hpp"
template <class Class, class... Natives>
__attribute__((visibility("hidden"))) error register_natives(JNIEnv* env, const Natives&... natives) noexcept {
    return detail::register_each<Class>(env, std::index_sequence_for<Natives...>(), natives...);
}
# 128 "include/ffiguard/jni/call/native.hpp"
template <class Class, class Body>
__attribute__((visibility("hidden"))) jint on_load(JavaVM* java_vm, Body&& body) {
    static_assert(detail::names_class<Class>::value,
                  "ffiguard: on_load<T>() takes a struct with a static java_name()");
    JNIEnv* const env = detail::env_of(java_vm);
    if (env == nullptr) return 
# 133 "include/ffiguard/jni/call/native.hpp" 3 4
                              (-1)
# 133 "include/ffiguard/jni/call/native.hpp"
                                     ;
    detail::registrations made(env);
    detail::registrations* const outer = std::exchange(detail::registrations_, &made);
    const auto bind = [&]() -> error {
        if (const status captured = vm::capture(java_vm); !captured.ok()) return captured;

        const auto type = jni::adopt_local(env, env->FindClass(Class::java_name()));
        if (!type) return detail::why_null(env);
        const status loader = jni::capture_class_loader(env, type);

        if (!loader.ok() && loader != status_code::null) return loader;
        return ffiguard::detail::run_body([&] { return body(env); });
    };
    const error outcome =
        detail::run_and_throw(env, bind, [](const error& why) noexcept { return why; });
    detail::registrations_ = outer;
    if (outcome.ok() && env->ExceptionCheck() == 
# 149 "include/ffiguard/jni/call/native.hpp" 3 4
                                                0
# 149 "include/ffiguard/jni/call/native.hpp"
                                                         ) return 
# 149 "include/ffiguard/jni/call/native.hpp" 3 4
                                                                  0x00010006
# 149 "include/ffiguard/jni/call/native.hpp"
                                                                                 ;
    if (!outcome.ok() &&
        (outcome.status() != status_code::java_exception || env->ExceptionCheck() == 
# 151 "include/ffiguard/jni/call/native.hpp" 3 4
                                                                                    0
# 151 "include/ffiguard/jni/call/native.hpp"
                                                                                             )) {
        const exception_stash first(env);
        const auto failure = detail::new_throwable(env, "java/lang/UnsatisfiedLinkError", outcome);
        if (failure) env->Throw(failure.get());
    }
    made.take_back();
    return 
# 157 "include/ffiguard/jni/call/native.hpp" 3 4
          (-1)
# 157 "include/ffiguard/jni/call/native.hpp"
                 ;
}
# 176 "include/ffiguard/jni/call/native.hpp"
template <class Body>
__attribute__((visibility("hidden"))) void on_unload(JavaVM* java_vm, Body&& body) {
    JNIEnv* const env = detail::env_of(java_vm);
    if (env == nullptr) return;
    const error outcome = ffiguard::detail::run_and_catch([&] { return body(env); });
    if (!outcome.ok()) report({violation::leak, outcome.message()});
    if (env->ExceptionCheck() == 
# 182 "include/ffiguard/jni/call/native.hpp" 3 4
                                1
# 182 "include/ffiguard/jni/call/native.hpp"
                                        ) {
        env->ExceptionDescribe();
        env->ExceptionClear();
    }
    jni::release_parked(env);
    static_cast<void>(detail::reap(env, detail::reap_all));
    detail::reaper_.clear(env);
    detail::class_loader_.clear(env);
    if (detail::lent_count_.load(std::memory_order_relaxed) != 0)
        report({violation::leak, "on_unload: Java still has byte buffers of this library"});
}

__attribute__((visibility("hidden"))) inline void on_unload(JavaVM* java_vm) {
    jni::on_unload(java_vm, [](JNIEnv*) {});
}

}
}
}
# 12 "include/ffiguard/jni/call.hpp" 2
# 1 "include/ffiguard/jni/call/weak_class.hpp" 1
# 21 "include/ffiguard/jni/call/weak_class.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {



template <class Class>
class [[nodiscard]] locked_class {
public:

    [[nodiscard]] borrowed<jclass> type() const noexcept { return type_; }
    [[nodiscard]] const Class* operator->() const noexcept { return members_; }

private:
    template <class Bound>
    friend class weak_bound_class;

    locked_class(local_ref<jclass>&& type, const Class* members) noexcept
        : type_(std::move(type)), members_(members) {}

    local_ref<jclass> type_;
    const Class* members_;
};
# 67 "include/ffiguard/jni/call/weak_class.hpp"
template <class Class>
class weak_bound_class {
public:
    weak_bound_class() noexcept = default;
    weak_bound_class(const weak_bound_class&) = delete;
    weak_bound_class& operator=(const weak_bound_class&) = delete;
    __attribute__((visibility("hidden"))) ~weak_bound_class() {
        type_.end([](jweak ref) noexcept {
            static_cast<void>(detail::end_global(ref, detail::parked_weaks_));
        });
    }


    [[nodiscard]] explicit operator bool() const noexcept { return type_.is_set(); }
    [[nodiscard]] const Class* operator->() const noexcept { return &members_; }




    __attribute__((visibility("hidden"))) result<locked_class<Class>> lock(JNIEnv* env) const noexcept {
        if (const status ready = detail::ready(env); !ready.ok()) return ready;
        bool has_failed = false;
        auto type = jni::adopt_local(env, static_cast<jclass>(type_.lock(env, &has_failed)));
        if (has_failed) return detail::why_null(env);
        if (!type) return status_code::not_found;
        return locked_class<Class>(std::move(type), &members_);
    }


    __attribute__((visibility("hidden"))) void reset(JNIEnv* env) noexcept {
        type_.clear(env);
        members_ = Class();
    }

private:
    template <class Bound, class... Entries>
    friend error bind_class(JNIEnv* env, weak_bound_class<Bound>& into,
                            const Entries&... members) noexcept;



    mutable detail::weak_slot type_;
    std::atomic<bool> is_binding_{false};
    Class members_{};
};
# 120 "include/ffiguard/jni/call/weak_class.hpp"
template <class Class, class... Entries>
__attribute__((visibility("hidden"))) error bind_class(JNIEnv* env, weak_bound_class<Class>& into,
                                 const Entries&... members) noexcept {
    static_assert(detail::names_class<Class>::value,
                  "ffiguard: bind_class<T>() fills a struct with a static java_name()");
    if (const status ready = detail::ready_for_global(env); !ready.ok()) return ready;
    const auto found = jni::find_class(env, Class::java_name());
    if (!found) return detail::taken_error(env, Class::java_name(), found.status());

    struct alone {
        explicit alone(std::atomic<bool>& of) noexcept : flag(of), is(!flag.exchange(true)) {}
        ~alone() {
            if (is) flag.store(false);
        }
        std::atomic<bool>& flag;
        const bool is;
    } const binding(into.is_binding_);
    if (!binding.is) return status_code::in_use;
    bool has_failed = false;
    const auto known = jni::adopt_local(env, into.type_.lock(env, &has_failed));
    if (has_failed) return detail::taken_error(env, Class::java_name(), detail::why_null(env));
    if (known) return jni::same(env, known, *found) ? status_code::ok : status_code::in_use;

    const jweak type = env->NewWeakGlobalRef(found->get());
    if (type == nullptr) return detail::taken_error(env, Class::java_name(), detail::why_null(env));
    Class bound{};
    detail::mismatches missing(Class::java_name());
    [[maybe_unused]] const detail::member_binder binder{env, static_cast<jclass>(type), missing};
    (members.bind(binder, bound), ...);
    if (!missing.none()) {
        env->DeleteWeakGlobalRef(type);
        return missing.as_error();
    }
    into.members_ = std::move(bound);
    into.type_.replace(env, type);
    return {};
}

}
}
}
# 13 "include/ffiguard/jni/call.hpp" 2
# 9 "include/ffiguard/jni/jni.hpp" 2
# 1 "include/ffiguard/jni/data.hpp" 1






# 1 "include/ffiguard/jni/data/array.hpp" 1
# 29 "include/ffiguard/jni/data/array.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {



__attribute__((visibility("hidden"))) inline result<jsize> array_length(JNIEnv* env,
                                                  const borrowed<jarray>& array) noexcept {
    if (!array) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    return env->GetArrayLength(array.get());
}







template <class T>
__attribute__((visibility("hidden"))) status read_elements(JNIEnv* env, const borrowed<array_of<T>>& array, jint offset,
                                     jint length, T* to) noexcept {
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (to == nullptr) return status_code::null;
    detail::array_traits<T>::get(env, array.get(), offset, length, to);
    return {};
}



template <class T>
__attribute__((visibility("hidden"))) status write_elements(JNIEnv* env, const borrowed<array_of<T>>& array, jint offset,
                                      jint length, const T* from) noexcept {
    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (from == nullptr) return status_code::null;
    detail::array_traits<T>::set(env, array.get(), offset, length, from);
    return {};
}






template <class T>
__attribute__((visibility("hidden"))) result<local_ref<array_of<T>>> new_array(JNIEnv* env, const T* data,
                                                         std::size_t size) noexcept {
    static_assert(detail::array_traits<T>::is_element(),
                  "ffiguard: new_array() copies elements of a primitive type of Java: jboolean, "
                  "jbyte, jchar, jshort, jint, jlong, jfloat, jdouble");
    if (data == nullptr && size != 0) return status_code::null;
    if (size > 
# 82 "include/ffiguard/jni/data/array.hpp" 3 4
              (2147483647)
# 82 "include/ffiguard/jni/data/array.hpp"
                       ) return status_code::overflow;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    const auto length = static_cast<jsize>(size);
    auto made = jni::adopt_local(env, detail::array_traits<T>::make(env, length));
    if (!made) return detail::why_null(env);
    if (length != 0) detail::array_traits<T>::set(env, made.get(), 0, length, data);
    return made;
}


__attribute__((visibility("hidden"))) inline status read_bytes(JNIEnv* env, const borrowed<jbyteArray>& array,
                                         jint offset, jint length, void* to) noexcept {
    return read_elements(env, array, offset, length, static_cast<jbyte*>(to));
}


__attribute__((visibility("hidden"))) inline result<c_array<unsigned char>> read_bytes(JNIEnv* env,
                                                                 const borrowed<jbyteArray>& array,
                                                                 jint offset,
                                                                 jint length) noexcept {

    const status possible = detail::check_range(env, array.get(), offset, length);
    if (!possible.ok()) return possible;
    auto bytes = c_array<unsigned char>::allocate(static_cast<std::size_t>(length));
    if (bytes && length != 0)
        env->GetByteArrayRegion(array.get(), offset, length,
                                reinterpret_cast<jbyte*>(bytes->data()));
    return bytes;
}


__attribute__((visibility("hidden"))) inline status write_bytes(JNIEnv* env, const borrowed<jbyteArray>& array,
                                          jint offset, jint length, const void* from) noexcept {
    return write_elements(env, array, offset, length, static_cast<const jbyte*>(from));
}


__attribute__((visibility("hidden"))) inline result<local_ref<jbyteArray>> new_byte_array(JNIEnv* env, const void* data,
                                                                    std::size_t size) noexcept {
    return new_array(env, static_cast<const jbyte*>(data), size);
}

}
}
}
# 8 "include/ffiguard/jni/data.hpp" 2
# 1 "include/ffiguard/jni/data/array_view.hpp" 1
# 19 "include/ffiguard/jni/data/array_view.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 42 "include/ffiguard/jni/data/array_view.hpp"
template <class T>
class [[nodiscard]] array_view : public detail::array_elements<T> {
    using base = detail::array_elements<T>;
    using element = std::remove_const_t<T>;
    using traits = detail::array_traits<element>;
    using array_type = typename traits::array_type;
    static_assert(traits::is_element(),
                  "ffiguard: array_view<T> takes a primitive type of Java, const where it is only "
                  "read: jboolean, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble");

public:


    __attribute__((visibility("hidden"))) array_view(JNIEnv* env, const borrowed<array_type>& array) noexcept
        : env_(env), array_(array.get()) {
        const auto length = array_length(env, array);
        if (length)
            fetch(*length);
        else
            status_ = length.status();
    }


    __attribute__((visibility("hidden"))) array_view(JNIEnv* env, const borrowed<array_type>& array, jint offset,
                               jint length) noexcept
        : env_(env), array_(array.get()), offset_(offset) {
        status_ = detail::check_range(env, array.get(), offset, length);
        if (status_.ok()) fetch(length);
    }
    ~array_view() {
        if constexpr (!std::is_const_v<T>) {
            if (status_.ok() && !unwinding()) static_cast<void>(commit());
        }
    }




    ffiguard::status commit() noexcept {
        static_assert(!std::is_const_v<T>,
                      "ffiguard: an array_view<const T> is only read; take array_view<T> to write");
        if (!status_.ok()) return status_;
        if (const auto ready = detail::ready(env_); !ready.ok()) return ready;
        if (length_ != 0) traits::set(env_, array_, offset_, length_, data_);
        return {};
    }


    void abort() noexcept {
        static_assert(!std::is_const_v<T>,
                      "ffiguard: an array_view<const T> is only read; there is nothing to abort");
        if (status_.ok()) status_ = status_code::closed;
    }

private:
    void fetch(jsize length) noexcept {
        element* const copy = buffer_.allocate(static_cast<std::size_t>(length));
        if (copy == nullptr) {
            status_ = status_code::out_of_memory;
            return;
        }
        if (length != 0) traits::get(env_, array_, offset_, length, copy);
        data_ = copy;
        length_ = length;
    }

    [[nodiscard]] bool unwinding() const noexcept {


        return std::uncaught_exceptions() > exceptions_;



    }

    using base::data_;
    using base::length_;
    using base::status_;
    JNIEnv* env_;
    array_type array_;
    jint offset_ = 0;

    int exceptions_ = std::is_const_v<T> ? 0 : std::uncaught_exceptions();

    detail::small_buffer<element> buffer_;
};

}
}
}
# 9 "include/ffiguard/jni/data.hpp" 2
# 1 "include/ffiguard/jni/data/byte_buffer.hpp" 1
# 20 "include/ffiguard/jni/data/byte_buffer.hpp"
# 1 "include/ffiguard/memory/foreign_span.hpp" 1
# 16 "include/ffiguard/memory/foreign_span.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
# 31 "include/ffiguard/memory/foreign_span.hpp"
template <class T>
class foreign_span {
    static_assert(std::is_trivially_copyable_v<T>,
                  "ffiguard: memory of another language holds no C++ objects; T must be trivially "
                  "copyable");

public:
    using value_type = std::remove_cv_t<T>;

    using pointer = std::conditional_t<std::is_const_v<T>, const void*, void*>;

    constexpr foreign_span() noexcept = default;







    template <class Count>
    static result<foreign_span> from(pointer memory, Count count) noexcept {
        static_assert(std::is_integral_v<Count> && !std::is_same_v<Count, bool>,
                      "ffiguard: the count of a foreign_span is an integer");
        if constexpr (std::is_signed_v<Count>)
            if (count < 0) return status_code::invalid_argument;
        const auto address = reinterpret_cast<std::uintptr_t>(memory);
        const status possible =
            detail::check_extent<T>(address, static_cast<std::uintmax_t>(count));
        if (!possible.ok()) return possible;
        if (count == 0) return foreign_span();
        return foreign_span(static_cast<T*>(memory), static_cast<std::size_t>(count));
    }


    [[nodiscard]] constexpr T* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr T* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr T* end() const noexcept { return data_ + size_; }

    [[nodiscard]] T& operator[](std::size_t index) const noexcept {
        return data_[detail::checked_index(index, size_, "foreign_span: index past the end")];
    }


    result<foreign_span> subspan(std::size_t offset, std::size_t count) const noexcept {
        if (offset > size_ || count > size_ - offset) return status_code::overflow;
        if (count == 0) return foreign_span();
        return foreign_span(data_ + offset, count);
    }





    template <class View,
              std::enable_if_t<std::is_same_v<T, const char> &&
                                   std::is_same_v<typename View::traits_type::char_type, char> &&
                                   std::is_trivially_copyable_v<View>,
                               int> = 0>
    operator View() const noexcept {
        return View(data_ != nullptr ? data_ : "", size_);
    }

private:
    constexpr foreign_span(T* data, std::size_t size) noexcept : data_(data), size_(size) {}

    T* data_ = nullptr;
    std::size_t size_ = 0;
};

namespace detail {



template <class From, class To>
constexpr bool is_memory_of() noexcept {
    if constexpr (!std::is_convertible_v<From*, typename foreign_span<To>::pointer>)
        return false;
    else if constexpr (std::is_void_v<From>)
        return true;
    else
        return std::is_same_v<std::remove_cv_t<From>, std::remove_cv_t<To>> ||
               (sizeof(From) == 1 && sizeof(To) == 1);
}
template <class View>
using text_only = std::enable_if_t<std::is_same_v<typename View::traits_type::char_type, char> &&
                                   std::is_trivially_copyable_v<View>>;

template <class T, class Memory, class Count>
struct given_as_if<std::enable_if_t<std::is_integral_v<Count> && is_memory_of<Memory, T>()>,
                   foreign_span<T>, Memory*, Count> : std::true_type {
    static result<foreign_span<T>> from(Memory* memory, Count count) noexcept {
        return foreign_span<T>::from(memory, count);
    }
};
template <class T>
struct given_as_if<std::enable_if_t<sizeof(T) == 1>, foreign_span<const T>, ffiguard_view>
    : std::true_type {
    static result<foreign_span<const T>> from(const ffiguard_view& bytes) noexcept {
        return foreign_span<const T>::from(bytes.data, bytes.size);
    }
};

template <class View, class Memory, class Count>
struct given_as_if<text_only<View>, View, Memory*, Count>
    : given_as_if<void, foreign_span<const char>, Memory*, Count> {};
template <class View>
struct given_as_if<text_only<View>, View, ffiguard_view>
    : given_as_if<void, foreign_span<const char>, ffiguard_view> {};

}
}
}
# 21 "include/ffiguard/jni/data/byte_buffer.hpp" 2

namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {


struct byte_buffer {
    static constexpr const char* java_name() noexcept { return "java/nio/ByteBuffer"; }
};

namespace detail {


__attribute__((visibility("hidden"))) inline local_ref<byte_buffer> as_read_only(JNIEnv* env, jobject buffer) noexcept {
    const auto type = jni::adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    if (!type) return {};
    const jmethodID view =
        env->GetMethodID(type.get(), "asReadOnlyBuffer", "()Ljava/nio/ByteBuffer;");
    if (view == nullptr) return {};
    auto made = jni::adopt_local<byte_buffer>(env, env->CallObjectMethod(buffer, view));
    static_cast<void>(env->ExceptionCheck());
    return made;
}


__attribute__((visibility("hidden"))) inline bool lend(JNIEnv* env, jobject buffer, lent_memory& memory) noexcept {
    const handed by = detail::hand_to_cleaner(env, buffer, memory);
    if (by == handed::to_cleaner) lent_count_.fetch_add(1, std::memory_order_relaxed);
    if (by != handed::to_nobody) return by == handed::to_cleaner;
    memory.buffer = env->NewWeakGlobalRef(buffer);
    if (memory.buffer != nullptr) detail::lend(memory);
    return memory.buffer != nullptr;
}

}
# 85 "include/ffiguard/jni/data/byte_buffer.hpp"
template <class Owner>
__attribute__((visibility("hidden"))) result<local_ref<byte_buffer>> new_byte_buffer(JNIEnv* env,
                                                               Owner&& memory) noexcept {
    static_assert(!std::is_reference_v<Owner> && !std::is_const_v<Owner>,
                  "ffiguard: new_byte_buffer takes its memory over: std::move it");
    static_assert(
        std::is_nothrow_move_constructible_v<Owner> && std::is_nothrow_move_assignable_v<Owner>,
        "ffiguard: the memory of a byte buffer has an owner that moves without throwing");
    constexpr bool is_read_only = std::is_const_v<std::remove_pointer_t<decltype(memory.data())>>;
    static_assert(!is_read_only || !std::is_trivially_destructible_v<Owner>,
                  "ffiguard: this shows memory and does not own it (a std::string_view, a "
                  "foreign_span); what is Java's for as long as it likes needs an owner");
    static_assert(sizeof(*memory.data()) == 1,
                  "ffiguard: the size() of a byte buffer's memory is in bytes");

    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    detail::reap(env, detail::reap_few);
    if (memory.size() > 
# 102 "include/ffiguard/jni/data/byte_buffer.hpp" 3 4
                       (2147483647)
# 102 "include/ffiguard/jni/data/byte_buffer.hpp"
                                ) return status_code::overflow;
    if (memory.size() != 0 && memory.data() == nullptr) return status_code::null;
    auto* const lent =
        new (std::nothrow) detail::lent_memory_of<Owner>(std::forward<Owner>(memory));
    if (lent == nullptr) return status_code::out_of_memory;


    auto* const data = const_cast<unsigned char*>(
        reinterpret_cast<const unsigned char*>(lent->owner.data()));
    auto buffer = jni::adopt_local<byte_buffer>(
        env, env->NewDirectByteBuffer(data, static_cast<jlong>(lent->owner.size())));
    local_ref<byte_buffer> view;
    if constexpr (is_read_only)
        if (buffer) view = detail::as_read_only(env, buffer.get());
    if (buffer && (!is_read_only || view) && detail::lend(env, buffer.get(), *lent)) {
        if constexpr (is_read_only) return view;
        return buffer;
    }
    memory = std::move(lent->owner);
    delete lent;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    return buffer ? status_code::out_of_memory : status_code::unsupported;
}
# 147 "include/ffiguard/jni/data/byte_buffer.hpp"
__attribute__((visibility("hidden"))) inline status start_buffer_cleaner(JNIEnv* env,
                                                   const borrowed<jclass>& shim) noexcept {
    if (!shim) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;


    bool has_failed = false;
    if (jni::adopt_local(env, detail::reaper_.lock(env, &has_failed))) return {};
    if (has_failed) return detail::why_null(env);
    if (detail::cleaner_is_starting_.exchange(true)) return {};
    const status outcome = detail::make_cleaner(env, shim.get());
    detail::cleaner_is_starting_.store(false);
    return outcome;
}
# 169 "include/ffiguard/jni/data/byte_buffer.hpp"
__attribute__((visibility("hidden"))) inline std::size_t reap_byte_buffers(JNIEnv* env) noexcept {
    if (!detail::ready(env).ok()) return 0;
    return detail::reap(env, detail::reap_all);
}




[[nodiscard]] __attribute__((visibility("hidden"))) inline std::size_t lent_byte_buffers() noexcept {
    return detail::lent_count_.load(std::memory_order_relaxed);
}
# 191 "include/ffiguard/jni/data/byte_buffer.hpp"
__attribute__((visibility("hidden"))) inline result<foreign_span<unsigned char>> direct_span(
    JNIEnv* env, const borrowed<jobject>& buffer) noexcept {
    if (!buffer) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    const auto type = jni::adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    if (!type) return detail::why_null(env);
    if (env->IsInstanceOf(buffer.get(), type.get()) == 
# 197 "include/ffiguard/jni/data/byte_buffer.hpp" 3 4
                                                      0
# 197 "include/ffiguard/jni/data/byte_buffer.hpp"
                                                               ) return status_code::wrong_type;
    const jlong capacity = env->GetDirectBufferCapacity(buffer.get());
    if (capacity < 0) return status_code::wrong_type;
    return foreign_span<unsigned char>::from(env->GetDirectBufferAddress(buffer.get()), capacity);
}

}
}
}
# 10 "include/ffiguard/jni/data.hpp" 2
# 1 "include/ffiguard/jni/data/critical_view.hpp" 1
# 15 "include/ffiguard/jni/data/critical_view.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 42 "include/ffiguard/jni/data/critical_view.hpp"
template <class T>
class [[nodiscard]] critical_view : public detail::array_elements<T> {
    using base = detail::array_elements<T>;
    using element = std::remove_const_t<T>;
    using array_type = typename detail::array_traits<element>::array_type;
    static_assert(detail::array_traits<element>::is_element(),
                  "ffiguard: critical_view<T> takes a primitive type of Java, const where it is "
                  "only read: jboolean, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble");

public:


    __attribute__((visibility("hidden"))) critical_view(JNIEnv* env, const borrowed<array_type>& array) noexcept
        : env_(env), array_(array.get()) {
        status_ = enter();
    }
    __attribute__((visibility("hidden"))) ~critical_view() {
        if (data_ == nullptr) return;

        env_->ReleasePrimitiveArrayCritical(array_, data_, std::is_const_v<T> ? 
# 61 "include/ffiguard/jni/data/critical_view.hpp" 3 4
                                                                               2 
# 61 "include/ffiguard/jni/data/critical_view.hpp"
                                                                                         : 0);
        --*depth_;
    }

private:
    __attribute__((visibility("hidden"))) ffiguard::status enter() noexcept {
        if (array_ == nullptr) return status_code::null;
        if (!detail::outside_critical("critical_view inside a critical_view"))
            return status_code::in_use;
        if (env_->ExceptionCheck() == 
# 70 "include/ffiguard/jni/data/critical_view.hpp" 3 4
                                     1
# 70 "include/ffiguard/jni/data/critical_view.hpp"
                                             ) return status_code::java_exception;

        const jsize length = env_->GetArrayLength(array_);
        data_ = static_cast<element*>(env_->GetPrimitiveArrayCritical(array_, nullptr));
        if (data_ == nullptr)
            return env_->ExceptionCheck() == 
# 75 "include/ffiguard/jni/data/critical_view.hpp" 3 4
                                            1 
# 75 "include/ffiguard/jni/data/critical_view.hpp"
                                                     ? status_code::java_exception
                                                      : status_code::out_of_memory;
        depth_ = &detail::critical_depth_;
        ++*depth_;
        length_ = length;
        return {};
    }

    using base::data_;
    using base::length_;
    using base::status_;
    JNIEnv* env_;
    array_type array_;

    unsigned* depth_ = nullptr;
};

}
}
}
# 11 "include/ffiguard/jni/data.hpp" 2



# 1 "include/ffiguard/jni/data/utf16_view.hpp" 1
# 17 "include/ffiguard/jni/data/utf16_view.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {



__attribute__((visibility("hidden"))) inline void copy_units(JNIEnv* env, jstring text, jint offset, jint length,
                                       char16_t* to) noexcept {
    static_assert(sizeof(char16_t) == sizeof(jchar));
    env->GetStringRegion(text, offset, length, reinterpret_cast<jchar*>(to));
}

}







__attribute__((visibility("hidden"))) inline status read_utf16(JNIEnv* env, const borrowed<jstring>& text, jint offset,
                                         jint length, char16_t* to) noexcept {
    const status possible = detail::check_range(env, text.get(), offset, length);
    if (!possible.ok() || length == 0) return possible;
    if (to == nullptr) return status_code::null;
    detail::copy_units(env, text.get(), offset, length, to);
    return {};
}
# 59 "include/ffiguard/jni/data/utf16_view.hpp"
class [[nodiscard]] utf16_view {
public:


    __attribute__((visibility("hidden"))) utf16_view(JNIEnv* env, const borrowed<jstring>& text) noexcept {
        status_ = text ? detail::ready(env) : status_code::null;
        if (status_.ok()) fetch(env, text.get(), 0, env->GetStringLength(text.get()));
    }


    __attribute__((visibility("hidden"))) utf16_view(JNIEnv* env, const borrowed<jstring>& text, jint offset,
                               jint length) noexcept
        : status_(detail::check_range(env, text.get(), offset, length)) {
        if (status_.ok()) fetch(env, text.get(), offset, length);
    }
    utf16_view(const utf16_view&) = delete;
    utf16_view& operator=(const utf16_view&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

    [[nodiscard]] const char16_t* data() const& noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::u16string_view view() const& noexcept { return {data_, size_}; }
    void data() const&& = delete;
    void view() const&& = delete;

private:
    __attribute__((visibility("hidden"))) void fetch(JNIEnv* env, jstring text, jint offset, jint length) noexcept {
        char16_t* const units = buffer_.allocate(static_cast<std::size_t>(length));
        if (units == nullptr) {
            status_ = status_code::out_of_memory;
            return;
        }
        detail::copy_units(env, text, offset, length, units);
        data_ = units;
        size_ = static_cast<std::size_t>(length);
    }

    ffiguard::status status_;
    const char16_t* data_ = nullptr;
    std::size_t size_ = 0;
    detail::small_buffer<char16_t> buffer_;
};

}
}
}
# 15 "include/ffiguard/jni/data.hpp" 2
# 10 "include/ffiguard/jni/jni.hpp" 2
# 1 "include/ffiguard/jni/error.hpp" 1
# 11 "include/ffiguard/jni/jni.hpp" 2
# 1 "include/ffiguard/jni/loader.hpp" 1
# 12 "include/ffiguard/jni/jni.hpp" 2
# 1 "include/ffiguard/jni/ref.hpp" 1
# 9 "include/ffiguard/jni/ref.hpp"
# 1 "include/ffiguard/jni/ref/frame.hpp" 1
# 16 "include/ffiguard/jni/ref/frame.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 44 "include/ffiguard/jni/ref/frame.hpp"
class [[nodiscard]] local_frame {
public:







    [[nodiscard]] __attribute__((visibility("hidden"))) explicit local_frame(JNIEnv* env, jint capacity = 16) noexcept
        : status_(frame_.push(env, capacity)) {}
    local_frame(const local_frame&) = delete;
    local_frame& operator=(const local_frame&) = delete;
    static void* operator new(std::size_t) = delete;
    __attribute__((visibility("hidden"))) ~local_frame() { frame_.end(); }


    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(frame_); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
# 78 "include/ffiguard/jni/ref/frame.hpp"
    template <class T>
    [[nodiscard]] __attribute__((visibility("hidden"))) local_ref<T> pop(local_ref<T>&& inner) noexcept {
        if (!frame_) return std::move(inner);
        if (!frame_.may_pop()) return {};


        if (inner && frame_.env()->PushLocalFrame(1) == 
# 84 "include/ffiguard/jni/ref/frame.hpp" 3 4
                                                       0
# 84 "include/ffiguard/jni/ref/frame.hpp"
                                                             ) {
            const jobject here = frame_.env()->PopLocalFrame(inner.get());
            inner.reset();
            return detail::adopting::local<T>(frame_.env(), frame_.pop(here));
        }

        return detail::adopting::local<T>(frame_.env(), frame_.pop(inner.release()));
    }

private:
    detail::open_frame frame_;
    ffiguard::status status_;
};







__attribute__((visibility("hidden"))) inline status ensure_capacity(JNIEnv* env, jint count) noexcept {
    if (count < 0) return status_code::invalid_argument;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if (env->EnsureLocalCapacity(count) == 
# 107 "include/ffiguard/jni/ref/frame.hpp" 3 4
                                          0
# 107 "include/ffiguard/jni/ref/frame.hpp"
                                                ) return {};
    return env->ExceptionCheck() == 
# 108 "include/ffiguard/jni/ref/frame.hpp" 3 4
                                   1 
# 108 "include/ffiguard/jni/ref/frame.hpp"
                                            ? status_code::java_exception
                                             : status_code::out_of_memory;
}

}
}
}
# 10 "include/ffiguard/jni/ref.hpp" 2



# 1 "include/ffiguard/jni/ref/monitor.hpp" 1
# 20 "include/ffiguard/jni/ref/monitor.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 47 "include/ffiguard/jni/ref/monitor.hpp"
class [[nodiscard]] monitor_guard {
public:




    __attribute__((visibility("hidden"))) monitor_guard(JNIEnv* env, const borrowed<jobject>& object) noexcept {
        if (env == nullptr) {
            status_ = status_code::null;
            return;
        }
        auto kept = jni::promote(env, object.get());
        if (!kept) {
            status_ = kept.status();
            return;
        }
        const jint answer = env->MonitorEnter(kept->get());
        if (answer == 
# 64 "include/ffiguard/jni/ref/monitor.hpp" 3 4
                     0
# 64 "include/ffiguard/jni/ref/monitor.hpp"
                           ) {
            object_ = *std::move(kept);
            env_ = env;
        } else {
            status_ = failed(env, answer);
        }
    }
    monitor_guard(const monitor_guard&) = delete;
    monitor_guard& operator=(const monitor_guard&) = delete;
    static void* operator new(std::size_t) = delete;
    __attribute__((visibility("hidden"))) ~monitor_guard() {
        const ffiguard::status outcome = exit();
        if (outcome.ok() || outcome == status_code::closed) return;
        if (outcome == status_code::wrong_thread || outcome == status_code::in_use) {

            static_cast<void>(object_.release());
            if (outcome == status_code::wrong_thread)
                report({violation::wrong_thread, "monitor_guard ended on another thread"});
        } else if (outcome == status_code::not_found) {
            report({violation::out_of_order, "monitor_guard ended after its thread was detached"});
        } else {
            report({violation::unbalanced, "monitor_guard: its monitor was exited by hand"});
        }
    }


    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(object_); }

    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }






    __attribute__((visibility("hidden"))) ffiguard::status exit() noexcept {
        return object_ ? at_home_(*this) : status_code::closed;
    }

private:

    __attribute__((visibility("hidden"))) static ffiguard::status at_home(monitor_guard& inside) noexcept {
        if (inside.thread_ != this_thread_number()) return status_code::wrong_thread;
        if (!detail::outside_critical("monitor_guard exited inside of a critical_view"))
            return status_code::in_use;
        const global_ref<jobject> left = std::move(inside.object_);
        if (vm::env() != inside.env_) return status_code::not_found;
        const jint answer = inside.env_->MonitorExit(left.get());
        return answer == 
# 112 "include/ffiguard/jni/ref/monitor.hpp" 3 4
                        0 
# 112 "include/ffiguard/jni/ref/monitor.hpp"
                               ? ffiguard::status() : failed(inside.env_, answer);
    }
    __attribute__((visibility("hidden"))) static ffiguard::status failed(JNIEnv* env, jint answer) noexcept {
        return env->ExceptionCheck() == 
# 115 "include/ffiguard/jni/ref/monitor.hpp" 3 4
                                       1 
# 115 "include/ffiguard/jni/ref/monitor.hpp"
                                                ? ffiguard::status(status_code::java_exception)
                                                 : ffiguard::status::foreign(answer);
    }

    global_ref<jobject> object_;
    JNIEnv* env_ = nullptr;
    std::uint64_t thread_ = this_thread_number();
    ffiguard::status (*at_home_)(monitor_guard&) noexcept = &at_home;
    ffiguard::status status_;
};

}
}
}
# 14 "include/ffiguard/jni/ref.hpp" 2
# 1 "include/ffiguard/jni/ref/shared_ref.hpp" 1
# 18 "include/ffiguard/jni/ref/shared_ref.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {
# 29 "include/ffiguard/jni/ref/shared_ref.hpp"
template <class T>
class [[nodiscard]] shared_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: shared_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

    using native = detail::native_of<T>;
    template <class U>
    using if_other = std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int>;

public:
    using referent = T;

    constexpr shared_ref() noexcept = default;
    shared_ref(const shared_ref&) noexcept = default;
    shared_ref(shared_ref&&) noexcept = default;
    template <class U, if_other<U> = 0>
    shared_ref(const shared_ref<U>& other) noexcept : shared_(other.shared_) {}
    template <class U, if_other<U> = 0>
    shared_ref(shared_ref<U>&& other) noexcept : shared_(std::move(other.shared_)) {}

    __attribute__((visibility("hidden"))) shared_ref& operator=(const shared_ref&) noexcept = default;
    __attribute__((visibility("hidden"))) shared_ref& operator=(shared_ref&&) noexcept = default;
    __attribute__((visibility("hidden"))) ~shared_ref() = default;


    __attribute__((visibility("hidden"))) static result<shared_ref> make(
        JNIEnv* env, const borrowed<T>& object) noexcept {
        auto made = jni::promote(env, object);
        if (!made) return made.status();
        return from(*std::move(made));
    }


    static result<shared_ref> from(global_ref<T>&& owner) noexcept {
        auto shared = share(std::move(owner.owner_));
        if (!shared) return shared.status();
        return shared_ref(*std::move(shared));
    }

    [[nodiscard]] native get() const noexcept { return static_cast<native>(shared_.unguarded()); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(shared_); }

    [[nodiscard]] std::uint32_t use_count() const noexcept { return shared_.use_count(); }
    __attribute__((visibility("hidden"))) void reset() noexcept { shared_.reset(); }

private:
    template <class U>
    friend class shared_ref;

    explicit shared_ref(shared_handle<detail::global_ref_traits>&& shared) noexcept
        : shared_(std::move(shared)) {}

    shared_handle<detail::global_ref_traits> shared_;
};




template <class T>
class leaked_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: leaked_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

public:
    using referent = T;

    constexpr leaked_ref() noexcept = default;
    explicit leaked_ref(global_ref<T>&& owner) noexcept : ref_(owner.release()) {}

    [[nodiscard]] constexpr detail::native_of<T> get() const noexcept { return ref_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return ref_ != nullptr; }

private:
    detail::native_of<T> ref_ = nullptr;
};

}
}
}
# 15 "include/ffiguard/jni/ref.hpp" 2
# 1 "include/ffiguard/jni/ref/weak_ref.hpp" 1
# 18 "include/ffiguard/jni/ref/weak_ref.hpp"
namespace ffiguard {
inline namespace v0_1_0_throwing {
namespace jni {

namespace detail {

struct weak_ref_traits {
    using value_type = jweak;
    static constexpr ffiguard::detail::type_text resource_name() noexcept {
        return {"jni::weak_ref", sizeof "jni::weak_ref" - 1};
    }
    enum : bool { keeps_errno = true };
    static constexpr jweak empty() noexcept { return nullptr; }
    __attribute__((visibility("hidden"))) static status close(jweak ref) noexcept {
        return end_global(ref, parked_weaks_);
    }
};

}
# 46 "include/ffiguard/jni/ref/weak_ref.hpp"
template <class T>
class [[nodiscard]] weak_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: weak_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

public:
    constexpr weak_ref() noexcept = default;
    weak_ref(weak_ref&&) noexcept = default;
    template <class U, std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int> = 0>
    weak_ref(weak_ref<U>&& other) noexcept : owner_(std::move(other.owner_)) {}

    __attribute__((visibility("hidden"))) weak_ref& operator=(weak_ref&&) noexcept = default;
    __attribute__((visibility("hidden"))) ~weak_ref() = default;


    __attribute__((visibility("hidden"))) static result<weak_ref> make(
        JNIEnv* env, const borrowed<T>& object) noexcept {
        if (!object) return status_code::null;
        if (const auto ready = detail::ready_for_global(env); !ready.ok()) return ready;
        const jweak made = env->NewWeakGlobalRef(object.get());
        if (made == nullptr)
            return env->ExceptionCheck() == 
# 68 "include/ffiguard/jni/ref/weak_ref.hpp" 3 4
                                           1 
# 68 "include/ffiguard/jni/ref/weak_ref.hpp"
                                                    ? status_code::java_exception
                                                     : status_code::out_of_memory;
        weak_ref owner(made);
        detail::tell_referent<detail::weak_ref_traits>(made, object.get());
        return owner;
    }



    __attribute__((visibility("hidden"))) result<local_ref<T>> lock(JNIEnv* env) const noexcept {
        if (!owner_) return status_code::null;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        auto object = detail::adopting::local<T>(env, env->NewLocalRef(owner_.get()));
        if (object) return object;
        return env->ExceptionCheck() == 
# 82 "include/ffiguard/jni/ref/weak_ref.hpp" 3 4
                                       1 
# 82 "include/ffiguard/jni/ref/weak_ref.hpp"
                                                ? status_code::java_exception
                                                 : status_code::not_found;
    }


    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(owner_); }
    __attribute__((visibility("hidden"))) void reset() noexcept { owner_.reset(); }

    __attribute__((visibility("hidden"))) status close() noexcept { return owner_.close(); }

private:
    template <class U>
    friend class weak_ref;

    explicit weak_ref(jweak ref) noexcept : owner_(ref) {}

    unique_handle<detail::weak_ref_traits> owner_;
};




template <class T>
class [[nodiscard]] java_weak_ref {
public:
    java_weak_ref() noexcept = default;

    __attribute__((visibility("hidden"))) static result<java_weak_ref> make(JNIEnv* env,
                                                      const borrowed<T>& object) noexcept {
        if (!object) return status_code::null;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const auto type = jni::adopt_local(env, env->FindClass("java/lang/ref/WeakReference"));
        if (!type) return detail::why_null(env);
        const jmethodID init = env->GetMethodID(type.get(), "<init>", "(Ljava/lang/Object;)V");
        if (init == nullptr) return detail::why_null(env);
        const auto made = jni::adopt_local(env, env->NewObject(type.get(), init, object.get()));
        if (!made) return detail::why_null(env);
        auto kept = jni::promote(env, made);
        if (!kept) return kept.status();
        return java_weak_ref(*std::move(kept));
    }

    __attribute__((visibility("hidden"))) result<local_ref<T>> lock(JNIEnv* env) const noexcept {
        if (!kept_) return status_code::null;
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        const auto type = jni::adopt_local(env, env->GetObjectClass(kept_.get()));
        const jmethodID get = env->GetMethodID(type.get(), "get", "()Ljava/lang/Object;");
        if (get == nullptr) return detail::why_null(env);
        auto object = detail::adopting::local<T>(env, env->CallObjectMethod(kept_.get(), get));
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        if (!object) return status_code::not_found;
        return object;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(kept_); }
    void reset() noexcept { kept_.reset(); }
    status close() noexcept { return kept_.close(); }

private:
    explicit java_weak_ref(global_ref<jobject>&& kept) noexcept : kept_(std::move(kept)) {}

    global_ref<jobject> kept_;
};

}
}
}
# 16 "include/ffiguard/jni/ref.hpp" 2
# 13 "include/ffiguard/jni/jni.hpp" 2
# 1 "include/ffiguard/jni/vm.hpp" 1
# 14 "include/ffiguard/jni/jni.hpp" 2
# 2 "jni.hpp.cpp" 2

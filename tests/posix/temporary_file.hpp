// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_POSIX_TEMPORARY_FILE_HPP
#define FFIGUARD_TESTS_POSIX_TEMPORARY_FILE_HPP

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

/// A directory with one path in it, where a test puts what it likes; removed at the end.
class temporary_file {
public:
    temporary_file() {
        if (::mkdtemp(directory_) == nullptr) std::abort();
        path_ = std::string(directory_) + "/file";
    }
    explicit temporary_file(const std::string& content) : temporary_file() {
        std::FILE* const file = std::fopen(path(), "w");
        if (file == nullptr ||
            std::fwrite(content.data(), 1, content.size(), file) != content.size())
            std::abort();
        std::fclose(file);
    }
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    ~temporary_file() {
        ::unlink(path());
        ::rmdir(directory_);
    }

    const char* path() const { return path_.c_str(); }
    const char* directory() const { return directory_; }
    std::string content() const {
        std::string all;
        std::FILE* const file = std::fopen(path(), "r");
        if (file == nullptr) return "(no file)";
        for (int c = 0; (c = std::fgetc(file)) != EOF;) all += static_cast<char>(c);
        std::fclose(file);
        return all;
    }

private:
    char directory_[32] = "/tmp/ffiguard_XXXXXX";
    std::string path_;
};

/// root may read everything, so that a refused access can only be seen as somebody else.
class as_nobody {
public:
    as_nobody() : root_(::geteuid() == 0) {
        if (root_ && ::seteuid(65534) != 0) std::abort();
    }
    as_nobody(const as_nobody&) = delete;
    as_nobody& operator=(const as_nobody&) = delete;
    ~as_nobody() {
        if (root_ && ::seteuid(0) != 0) std::abort();
    }

private:
    bool root_;
};

inline bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }
inline bool closes_on_exec(int fd) { return (::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0; }

#endif

// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LIBRARY_LIBRARY_HOST_DIRECTORY_HPP
#define FFIGUARD_TESTS_LIBRARY_LIBRARY_HOST_DIRECTORY_HPP

#include <dirent.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

/// A directory of its own for copies of a shared object; gone with its files at the end.
class library_directory {
public:
    library_directory() {
        if (::mkdtemp(path_) == nullptr) std::abort();
    }
    library_directory(const library_directory&) = delete;
    library_directory& operator=(const library_directory&) = delete;
    ~library_directory() {
        DIR* const directory = ::opendir(path_);
        if (directory == nullptr) return;
        while (const dirent* const file = ::readdir(directory)) ::unlink(path(file->d_name).c_str());
        ::closedir(directory);
        ::rmdir(path_);
    }

    std::string path(const std::string& name) const { return std::string(path_) + "/" + name; }
    /// A new file, even where there was one of that name.
    std::string copy(const std::string& from, const std::string& name) const {
        const std::string fresh = path(name + ".new");
        {
            std::ifstream in(from, std::ios::binary);
            std::ofstream out(fresh, std::ios::binary);
            out << in.rdbuf();
            if (!in || !out) std::abort();
        }
        if (::rename(fresh.c_str(), path(name).c_str()) != 0) std::abort();
        return path(name);
    }
    std::string link(const std::string& to, const std::string& name) const {
        ::unlink(path(name).c_str());
        if (::symlink(to.c_str(), path(name).c_str()) != 0) std::abort();
        return path(name);
    }

private:
    char path_[32] = "/tmp/ffiguard_XXXXXX";
};

#endif

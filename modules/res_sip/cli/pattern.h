// SPDX-License-Identifier: GPL-2.0-only
/** @file What `like` takes: a POSIX extended regular expression, letter case counted, found anywhere. */
#pragma once

#include <regex.h>

#include <string>

namespace res_sip {

/** A regular expression as POSIX has them. */
class Pattern {
public:
    /** Compiles it. */
    explicit Pattern(const char* text) : compiled_{regcomp(&regex_, text, REG_EXTENDED | REG_NOSUB) == 0} {}
    Pattern(const Pattern&) = delete;             ///< owns a compiled expression
    Pattern& operator=(const Pattern&) = delete;  ///< owns a compiled expression
    ~Pattern()
    {
        if (compiled_)
            regfree(&regex_);
    }
    /** Whether it could be compiled. */
    bool usable() const { return compiled_; }
    /** Whether it is found in a text. */
    bool found_in(const std::string& text) const { return regexec(&regex_, text.c_str(), 0, nullptr, 0) == 0; }

private:
    regex_t regex_{};
    bool compiled_;
};

}  // namespace res_sip

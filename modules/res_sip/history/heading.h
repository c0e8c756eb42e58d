// SPDX-License-Identifier: GPL-2.0-only
/** @file What of a message its history needs. Pure. */
#pragma once

#include <string>
#include <string_view>

namespace res_sip {

/** The outside of a message; views into its text. */
struct Heading {
    std::string_view first;    ///< first line
    std::string_view call_id;  ///< Call-ID; empty without one
    std::string_view cseq;     ///< CSeq, number and method
    std::string_view via;      ///< topmost Via, which tells one transaction from another
    bool sdp = false;          ///< whether its body is, or holds, a session description

    /** Whether it is a response. */
    bool is_response() const { return first.starts_with("SIP/2.0 "); }
    /** The method of a request, or of the request that a response answers. */
    std::string_view method() const;
    /** The status code of a response; 0 for a request. */
    int status() const;
};

/** Reads the outside of a message; what is missing is empty. Headers may stand in their compact forms. @threads any @rfc{3261,7.3.3} */
Heading heading_of(std::string_view message);

}  // namespace res_sip

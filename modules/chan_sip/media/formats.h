// SPDX-License-Identifier: GPL-2.0-only
/** @file Asterisk's formats as codecs of a session description, and back. */
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "pbx/ao2.h"
#include "pbx/asterisk.h"
#include "sipcore/sdp.h"

namespace chan_sip {

/** A set of formats, preferred first. Shared sets are never changed. */
using Formats = pbx::Ao2<ast_format_cap>;

/** An empty set of one's own; throws std::bad_alloc. @threads any */
Formats no_formats();

/** The sets of formats that `allow` lists name, each made once: every call asks for one. */
class AllowedFormats {
public:
    /**
     * The formats that an `allow` list names.
     * @param allow  names as in sip.conf, preferred first; `!name` takes one away, `all` stands for all
     * @return the set, shared with everybody who asked for the same list: not to be changed
     * @threads any
     * @option{allow}
     */
    Formats of(const std::vector<std::string>& allow);

private:
    std::mutex mutex_;
    std::map<std::vector<std::string>, Formats> sets_;
};

/** The same formats of one kind, in their order, as a set of one's own. @threads any */
Formats only(const Formats& formats, ast_media_type kind);

/** How an offer is put together. */
struct OfferOrder {
    bool own_order = false;  ///< in the endpoint's order, whatever the caller prefers @option{ignore_requested_pref}
    bool all_video = false;  ///< with video, even if the caller has none @option{videosupport}
};

/**
 * The order in which a call that is bridged offers codecs: those that its caller has, in the caller's order, then the
 * others that can be translated to.
 * @param allowed  what the endpoint may use, preferred first
 * @param wanted   what the caller has; empty: anything
 * @param rtp      the instance that will carry the audio
 * @param how      what of that is otherwise
 * @return what to offer, of all kinds: audio as told, other kinds only where both have them
 * @threads any
 */
Formats formats_to_offer(const Formats& allowed, const Formats& wanted, ast_rtp_instance* rtp, const OfferOrder& how);

/**
 * Codecs of one kind for an offer or an answer.
 * @param formats  what we can do, preferred first
 * @param kind     audio, video or text
 * @param types    the payload types that count; what they lack is entered
 * @param g726_non_standard  G.726 is called AAL2-G726-32 @option{g726nonstandard}
 * @return a codec for each format that RTP can carry; the format's name is its tag
 * @threads any
 */
std::vector<sipcore::sdp::Codec> codecs_of(const Formats& formats, ast_media_type kind, ast_rtp_codecs* types,
                                           bool g726_non_standard);

/** The formats of a stream that Asterisk knows. @threads any */
Formats formats_of(const sipcore::sdp::Stream& stream);

/** The format of a set that a codec's tag names; none when it is not in the set. @threads any */
pbx::Ao2<ast_format> format_named(const Formats& formats, const std::string& tag);

/** A format with what the other side's fmtp says; the format itself when that is not understood. @threads any */
pbx::Ao2<ast_format> with_parameters(const pbx::Ao2<ast_format>& format, const std::string& parameters);

/** What both sides can do of a format, as its format module has it: ours, where that has no opinion. @threads any */
pbx::Ao2<ast_format> joint_format(const pbx::Ao2<ast_format>& ours, const std::string& parameters);

/** What fmtp says of a format under a payload type; empty when it says nothing. @threads any */
std::string fmtp_of(const ast_format* format, int payload);

/** A set's names as Asterisk prints them: `(ulaw|alaw)`. @threads any */
std::string names_of(const ast_format_cap* formats);

}  // namespace chan_sip

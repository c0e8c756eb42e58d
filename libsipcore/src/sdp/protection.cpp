// SPDX-License-Identifier: GPL-2.0-only
/** @file Whether a stream is encrypted, and by which keys: what is offered decides, and what we insist on. */
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** The refusal with that reason. */
std::unexpected<Error> refused(std::string_view reason)
{
    return std::unexpected(Error{488, std::string{reason}});
}

/** Whether a profile names DTLS. @rfc{5764,8} */
bool names_dtls(std::string_view profile)
{
    return begins_with_name(profile, "UDP/TLS/");
}

/** Whether something keys a DTLS association. */
bool has_certificate(const MediaTransport& transport)
{
    return !transport.fingerprints.empty();
}

}  // namespace

Result<Keying> keying_of_offer(const Stream& offered, const MediaTransport& theirs, const Protection& protection)
{
    bool crypto = !theirs.crypto.empty() && !names_dtls(offered.profile);
    if (crypto && protection.sdes)
        return Keying::sdes;
    if (has_certificate(theirs) && offered.is_secure())
        return protection.dtls ? Result<Keying>{Keying::dtls} : refused("DTLS is not used with this device");
    if (offered.is_secure())
        return refused(crypto ? "There is nothing here that encrypts media" : "Encrypted media without a key");
    if (protection.required)
        return refused("Media must be encrypted");
    return Keying::none;
}

Result<> check_answer(const Stream& answered, const MediaTransport& theirs, Keying offered)
{
    switch (offered) {
    case Keying::none:
        if (answered.is_secure())
            return refused("Encrypted media was answered where none was offered");
        return {};
    case Keying::sdes:
        if (theirs.crypto.empty())
            return refused("The answer has no key");
        return {};
    case Keying::dtls:
        if (!answered.is_secure() || !has_certificate(theirs))
            return refused("The answer has no certificate");
        return {};
    }
    return {};
}

std::string_view profile_for(Keying keying, bool feedback, bool plain)
{
    switch (keying) {
    case Keying::none:
        break;
    case Keying::dtls:
        if (!plain)
            return feedback ? "UDP/TLS/RTP/SAVPF" : "UDP/TLS/RTP/SAVP";
        [[fallthrough]];
    case Keying::sdes:
        return feedback ? "RTP/SAVPF" : "RTP/SAVP";
    }
    return feedback ? "RTP/AVPF" : "RTP/AVP";
}

bool has_feedback(std::string_view profile)
{
    return profile.ends_with("AVPF") || profile.ends_with("avpf");
}

bool needs_new_association(const MediaTransport& before, const SocketAddress& address_before, const MediaTransport& now,
                           const SocketAddress& address_now)
{
    if (!has_certificate(before) || before.fingerprints != now.fingerprints)
        return true;
    bool same_end = before.setup == now.setup || now.setup == Setup::actpass || before.setup == Setup::actpass;
    if (!same_end || now.new_association)
        return true;
    bool held = address_now.ip().is_unspecified();
    return !now.has_ice() && !held && address_before != address_now;
}

Setup answered_setup(Setup theirs, Setup ours)
{
    switch (theirs) {
    case Setup::active:
        return Setup::passive;
    case Setup::passive:
        return Setup::active;
    case Setup::holdconn:
        return Setup::holdconn;
    case Setup::actpass:
        break;
    }
    return ours == Setup::actpass ? Setup::active : ours;
}

}  // namespace sipcore::sdp

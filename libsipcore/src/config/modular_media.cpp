// SPDX-License-Identifier: GPL-2.0-only
/** @file The options of endpoints in the modular files: media. */
#include "config/account_line.h"
#include "config/modular_options.h"
#include "config/modular_words.h"

namespace sipcore::config {

namespace {

using namespace modular;

/** `allow`. */
void allow(Endpoint& endpoint, Value& value)
{
    add_codecs(endpoint.allow, value.text);
}
/** The same, written: the whole list. */
Lines print_allow(const Endpoint& endpoint, std::string_view name)
{
    std::string text = "!all";
    for (const auto& codec : endpoint.allow)
        text += "," + codec;
    return strict::one(name, text);
}
/** `disallow`. */
void disallow(Endpoint& endpoint, Value& value)
{
    remove_codecs(endpoint.allow, value.text);
}

/** `t38_udptl_maxdatagram`. */
void max_datagram(Endpoint& endpoint, Value& value)
{
    auto number = number_within(value.text, 0, 4294967295L);
    if (!number)
        return value.complain("should be a number of octets");
    endpoint.t38_udptl_maxdatagram = static_cast<unsigned>(*number);
}
/** The same, written. */
Lines print_max_datagram(const Endpoint& endpoint, std::string_view name)
{
    return endpoint.t38_udptl_maxdatagram ? strict::one(name, std::to_string(*endpoint.t38_udptl_maxdatagram)) : Lines{};
}

/** Options of `type=endpoint` about media. */
constexpr ModularOption<Endpoint> table[] = {
    {"allow", "", {allow, print_allow}, "codecs that may be used, preferred first; !all takes those away that are there already"},
    {"disallow", "", {disallow, strict::written_elsewhere<Endpoint>}, "codecs that may not be used"},
    {"dtmf_mode", "", strict::word<dtmf_words, &Endpoint::dtmf_mode, Endpoint>, "how digits travel: rfc4733, inband, info, short_info, auto"},
    {"rtp_symmetric", "", strict::word<nat_words, &Endpoint::rtp_symmetric, Endpoint>, "whether media goes back to where it came from: yes, no, auto"},
    {"direct_media", "", strict::yes_or_no<&Endpoint::direct_media, Endpoint>, "whether media may go round us"},
    {"video", "", strict::yes_or_no<&Endpoint::video, Endpoint>, "whether video streams are taken"},
    {"rtp_timeout", "", strict::time<&Endpoint::rtp_timeout, 0, Endpoint>, "hang up after so many seconds without media"},
    {"rtp_timeout_hold", "", strict::time<&Endpoint::rtp_timeout_hold, 0, Endpoint>, "the same while on hold"},
    {"rtp_keepalive", "", strict::time<&Endpoint::rtp_keepalive, 0, Endpoint>, "send comfort noise after so many seconds"},
    {"preferred_codec_only", "", strict::yes_or_no<&Endpoint::preferred_codec_only, Endpoint>, "whether an answer names one codec"},
    {"ignore_requested_pref", "", strict::yes_or_no<&Endpoint::ignore_requested_pref, Endpoint>, "whether offers are in its own order of codecs"},
    {"use_ptime", "", strict::yes_or_no<&Endpoint::use_ptime, Endpoint>, "whether packets are as long as it asks for"},
    {"rfc2833_compensate", "", strict::yes_or_no<&Endpoint::rfc2833_compensate, Endpoint>, "timing of events as before Asterisk 1.4"},
    {"direct_media_method", "", strict::word<method_words, &Endpoint::direct_media_method, Endpoint>, "how direct media is told: reinvite, update"},
    {"direct_media_outgoing", "", strict::yes_or_no<&Endpoint::direct_media_outgoing, Endpoint>, "whether the first one is not told to the incoming side"},
    {"disable_direct_media_on_nat", "", strict::yes_or_no<&Endpoint::disable_direct_media_on_nat, Endpoint>, "whether media does not go directly behind NAT"},
    {"direct_media_permit", "", strict::permit<&Endpoint::direct_media_acl, Endpoint>, "networks to which media may go directly"},
    {"direct_media_deny", "", strict::deny<&Endpoint::direct_media_acl, Endpoint>, "networks to which media may not go directly"},
    {"direct_media_acl", "", strict::named_access<&Endpoint::direct_media_acl, Endpoint>, "lists of acl.conf to which media may go directly"},
    {"ignore_sdp_version", "", strict::yes_or_no<&Endpoint::ignore_sdp_version, Endpoint>, "whether a description counts although its version did not grow"},
    {"ice_support", "", strict::yes_or_no<&Endpoint::ice_support, Endpoint>, "whether ICE is used"},
    {"rtcp_mux", "", strict::yes_or_no<&Endpoint::rtcp_mux, Endpoint>, "whether RTP and RTCP share a port"},
    {"use_avpf", "", strict::yes_or_no<&Endpoint::use_avpf, Endpoint>, "whether offers have feedback profiles"},
    {"force_avp", "", strict::yes_or_no<&Endpoint::force_avp, Endpoint>, "whether profiles are named without DTLS even with it"},
    {"encryption", "", strict::yes_or_no<&Endpoint::encryption, Endpoint>, "whether media must be encrypted"},
    {"srtp_tag_32", "", strict::yes_or_no<&Endpoint::srtp_tag_32, Endpoint>, "whether authentication tags are short"},
    {"dtls", "", strict::yes_or_no<&Dtls::enable, Endpoint>, "whether DTLS-SRTP is used"},
    {"dtls_verify", "", strict::word<verify_words, &Dtls::verify, Endpoint>, "what of the other side is checked: no, fingerprint, certificate, yes"},
    {"dtls_rekey", "", strict::time<&Dtls::rekey, 0, Endpoint>, "seconds after which keys are made anew; 0: never"},
    {"dtls_auto_generate_cert", "", strict::yes_or_no<&Dtls::auto_generate_cert, Endpoint>, "whether a certificate of the moment is used"},
    {"dtls_cert_file", "", strict::text<&Dtls::cert_file, Endpoint>, "file of our certificate"},
    {"dtls_private_key", "", strict::text<&Dtls::private_key, Endpoint>, "file of its key"},
    {"dtls_cipher", "", strict::text<&Dtls::cipher, Endpoint>, "ciphers as OpenSSL lists them"},
    {"dtls_ca_file", "", strict::text<&Dtls::ca_file, Endpoint>, "file of authorities"},
    {"dtls_ca_path", "", strict::text<&Dtls::ca_path, Endpoint>, "folder of authorities"},
    {"dtls_setup", "", strict::word<setup_words, &Dtls::setup, Endpoint>, "the role that is offered: active, passive, actpass"},
    {"dtls_fingerprint", "", strict::word<hash_words, &Dtls::fingerprint, Endpoint>, "hash of a certificate: sha-256, sha-1"},
    {"rtp_engine", "", strict::text<&Endpoint::rtp_engine, Endpoint>, "who carries its media"},
    {"video_always", "", strict::yes_or_no<&Endpoint::video_always, Endpoint>, "whether a video stream is set up for every call"},
    {"text", "", strict::yes_or_no<&Endpoint::text, Endpoint>, "whether text streams are taken"},
    {"max_call_bitrate", "", strict::number<&Endpoint::max_call_bitrate, 0, 2147483647, Endpoint>, "kbit/s told with video; 0: none"},
    {"g726_non_standard", "", strict::yes_or_no<&Endpoint::g726_non_standard, Endpoint>, "whether G726-32 is packed as AAL2"},
    {"t38_udptl", "", strict::yes_or_no<&Endpoint::t38_udptl, Endpoint>, "whether faxes may switch to T.38"},
    {"t38_udptl_ec", "", strict::word<repair_words, &Endpoint::t38_udptl_ec, Endpoint>, "how lost packets are mended: none, fec, redundancy"},
    {"t38_udptl_maxdatagram", "", {max_datagram, print_max_datagram}, "octets of a datagram, whatever the other side says"},
    {"t38_udptl_nat", "", strict::yes_or_no<&Endpoint::t38_udptl_nat, Endpoint>, "whether fax packets go to where media came from"},
    {"fax_detect_cng", "", strict::yes_or_no<&Endpoint::fax_detect_cng, Endpoint>, "whether a fax's tone leads to extension fax"},
    {"fax_detect_t38", "", strict::yes_or_no<&Endpoint::fax_detect_t38, Endpoint>, "whether an offer of T.38 leads to extension fax"},
    {"discard_remote_hold_retrieval", "", strict::yes_or_no<&Endpoint::discard_remote_hold_retrieval, Endpoint>, "whether hold and its end are not passed on"},
    {"send_aoc", "", strict::yes_or_no<&Endpoint::send_aoc, Endpoint>, "whether advice of charge is sent in INFO"},
};

}  // namespace

std::span<const ModularOption<Endpoint>> modular_media_options()
{
    return table;
}

}  // namespace sipcore::config

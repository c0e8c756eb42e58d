// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of devices about media, those that [general] gives defaults for. */
#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** The codecs of a list that are known, as a list; the others are complained about. */
std::string known_codecs(Value& value)
{
    std::string known;
    auto codecs = codecs_in(value.text);
    if (codecs.empty())
        value.complain("unknown codec ''");
    for (auto codec : codecs) {
        auto bare = codec.substr(codec.starts_with('!') ? 1 : 0);
        auto colon = std::min(bare.find(':'), bare.size());
        auto size = colon < bare.size() ? number_within(bare.substr(colon + 1), 1, 1000) : std::optional<long>{1};
        if (!same_name(bare, "all") && !value.host->is_codec(std::string{bare.substr(0, colon)}))
            value.complain("unknown codec '" + std::string{bare} + "'");
        else if (!size)
            value.complain("not a length of packets: '" + std::string{bare} + "'");
        else
            known += (known.empty() ? "" : ",") + std::string{codec};
    }
    return known;
}
/** `allow`. */
void allow(D& device, Value& value)
{
    add_codecs(device.endpoint.allow, known_codecs(value));
}
/** `disallow`. */
void disallow(D& device, Value& value)
{
    if (!value.text.empty())
        remove_codecs(device.endpoint.allow, known_codecs(value));
}
/** `directmedia`: with unknown words alone media stays here. */
void direct_media(D& device, Value& value)
{
    auto& endpoint = device.endpoint;
    endpoint.direct_media = is_true(value.text);
    endpoint.direct_media_method = DirectMediaMethod::reinvite;
    endpoint.direct_media_outgoing = endpoint.disable_direct_media_on_nat = false;
    if (endpoint.direct_media || is_false(value.text))
        return;
    for (auto word : parts_of(value.text)) {
        bool known = true;
        if (same_name(word, "update"))
            endpoint.direct_media_method = DirectMediaMethod::update;
        else if (same_name(word, "nonat"))
            endpoint.disable_direct_media_on_nat = true;
        else if (same_name(word, "outgoing"))
            endpoint.direct_media_outgoing = true;
        else
            known = false;
        endpoint.direct_media = endpoint.direct_media || known;
        if (!known)
            value.complain("unknown word '" + std::string{word} + "'");
    }
}
/** `videosupport`: what [general] says for every call, no device takes back. */
void video(D& device, Value& value)
{
    bool always = same_name(value.text, "always");
    device.endpoint.video = always || is_true(value.text);
    device.endpoint.video_always = device.endpoint.video_always || always;
}
/** `maxcallbitrate`: a negative one is the usual one. */
void bit_rate(D& device, Value& value)
{
    auto read = leading_number(value.text).value_or(0);
    device.endpoint.max_call_bitrate = read < 0 ? usual(device, &Endpoint::max_call_bitrate) : static_cast<unsigned>(std::min(read, 2147483647L));
}
/** `maxdatagram=…` of `t38pt_udptl`. */
void max_datagram(D& device, std::string_view text, Value& value)
{
    auto read = leading_number(text);
    if (read && *read >= 0 && *read <= 4294967295L) {
        device.endpoint.t38_udptl_maxdatagram = static_cast<unsigned>(*read);
        return;
    }
    device.endpoint.t38_udptl_maxdatagram = usual(device, &Endpoint::t38_udptl_maxdatagram);
    value.complain("not a size of datagrams: '" + std::string{text} + "'");
}
/** `t38pt_udptl`: lines of one section add up, the last named repair counts. */
void t38(D& device, Value& value)
{
    auto& endpoint = device.endpoint;
    if (!device.said_t38)
        endpoint.t38_udptl = false;
    device.said_t38 = true;
    constexpr std::string_view size = "maxdatagram=";
    for (auto word : parts_of(value.text)) {
        if (word.size() >= size.size() && same_name(word.substr(0, size.size()), size)) {
            max_datagram(device, word.substr(size.size()), value);
            continue;
        }
        bool fec = is_true(word) || same_name(word, "fec");
        if (!fec && !same_name(word, "redundancy") && !same_name(word, "none"))
            continue;
        endpoint.t38_udptl = true;
        endpoint.t38_udptl_ec = fec ? UdptlRepair::fec : same_name(word, "none") ? UdptlRepair::none : UdptlRepair::redundancy;
    }
}
/** `faxdetect`. */
void fax_detect(D& device, Value& value)
{
    auto& endpoint = device.endpoint;
    endpoint.fax_detect_cng = endpoint.fax_detect_t38 = is_true(value.text);
    if (endpoint.fax_detect_cng || is_false(value.text))
        return;
    for (auto word : parts_of(value.text)) {
        if (same_name(word, "cng"))
            endpoint.fax_detect_cng = true;
        else if (same_name(word, "t38"))
            endpoint.fax_detect_t38 = true;
        else
            value.complain("unknown word '" + std::string{word} + "'");
    }
}
/** `dtlsenable`: a general line reaches no device. */
void dtls_enable(D& device, Value& value)
{
    value.is_switch = true;
    if (!is_general(device))
        device.endpoint.dtls.edit().enable = is_true(value.text);
}
/** `dtlsrekey`: a number, 0 for never. */
void dtls_rekey(D& device, Value& value)
{
    if (auto read = leading_number(value.text); read && *read >= 0 && *read <= 2147483647L)
        device.endpoint.dtls.edit().rekey = seconds{*read};
}

/** Words of `dtmfmode`. */
constexpr Word<DtmfMode> dtmf_words[] = {{"rfc2833", DtmfMode::rfc4733}, {"inband", DtmfMode::inband}, {"info", DtmfMode::info},
                                         {"shortinfo", DtmfMode::short_info}, {"auto", DtmfMode::automatic}};
/** Words of `dtlsverify`. */
constexpr Word<DtlsVerify> verify_words[] = {{"fingerprint", DtlsVerify::fingerprint}, {"certificate", DtlsVerify::certificate},
                                             {"yes", DtlsVerify::yes}, {"true", DtlsVerify::yes}, {"y", DtlsVerify::yes}, {"t", DtlsVerify::yes},
                                             {"1", DtlsVerify::yes}, {"on", DtlsVerify::yes}, {"no", DtlsVerify::no}, {"false", DtlsVerify::no},
                                             {"n", DtlsVerify::no}, {"f", DtlsVerify::no}, {"0", DtlsVerify::no}, {"off", DtlsVerify::no}};
/** Words of `dtlssetup`. */
constexpr Word<DtlsSetup> setup_words[] = {{"active", DtlsSetup::active}, {"passive", DtlsSetup::passive}, {"actpass", DtlsSetup::actpass}};
/** Words of `dtlsfingerprint`. */
constexpr Word<DtlsFingerprint> hash_words[] = {{"sha-256", DtlsFingerprint::sha256}, {"sha-1", DtlsFingerprint::sha1}};

/** `dtmfmode`: an unknown word means rfc2833, in devices too. */
void dtmf_mode(D& device, Value& value)
{
    auto at = std::ranges::find_if(dtmf_words, [&](const auto& each) { return same_name(each.text, value.text); });
    device.endpoint.dtmf_mode = at == std::end(dtmf_words) ? DtmfMode::rfc4733 : at->means;
    if (at == std::end(dtmf_words))
        value.complain("unknown dtmf mode, using rfc2833");
}

/** The rows. */
constexpr Option<D> table[] = {
    {"allow", "", allow, "codecs that may be used, preferred first; !x takes one away"},
    {"disallow", "", disallow, "codecs that may not be used; all: none of those before"},
    {"preferred_codec_only", "", yes<&Endpoint::preferred_codec_only, D>, "whether an answer names one codec"},
    {"autoframing", "", yes<&Endpoint::use_ptime, D>, "whether packets are as long as it asks for"},
    {"dtmfmode", "", dtmf_mode, "how digits travel: rfc2833, info, shortinfo, inband, auto"},
    {"rfc2833compensate", "", yes<&Endpoint::rfc2833_compensate, D>, "timing of events as before Asterisk 1.4"},
    {"directmedia", "canreinvite", direct_media, "whether media may go round us"},
    {"ignoresdpversion", "", yes<&Endpoint::ignore_sdp_version, D>, "whether a description counts although its version did not grow"},
    {"icesupport", "", yes<&Endpoint::ice_support, D>, "whether ICE is used"},
    {"rtcp_mux", "", yes<&Endpoint::rtcp_mux, D>, "whether RTP and RTCP share a port"},
    {"rtptimeout", "", number<&Endpoint::rtp_timeout, 0, 2147483647, D>, "seconds without media after which a call is hung up"},
    {"rtpholdtimeout", "", number<&Endpoint::rtp_timeout_hold, 0, 2147483647, D>, "the same while on hold"},
    {"rtpkeepalive", "", number<&Endpoint::rtp_keepalive, 0, 2147483647, D>, "seconds after which comfort noise is sent"},
    {"videosupport", "", video, "whether video streams are taken: yes, no, always"},
    {"textsupport", "", yes<&Endpoint::text, D>, "whether text streams are taken"},
    {"maxcallbitrate", "", bit_rate, "kbit/s told with video"},
    {"g726nonstandard", "", yes<&Endpoint::g726_non_standard, D>, "whether G726-32 is packed as AAL2"},
    {"t38pt_udptl", "", t38, "whether faxes may switch to T.38: yes, fec, redundancy, none, maxdatagram=octets"},
    {"t38pt_usertpsource", "", yes<&Endpoint::t38_udptl_nat, D>, "whether fax packets go to where media came from"},
    {"faxdetect", "", fax_detect, "what leads to extension fax: yes, no, cng, t38"},
    {"discard_remote_hold_retrieval", "", yes<&Endpoint::discard_remote_hold_retrieval, D>, "whether hold and its end are not passed on"},
    {"snom_aoc_enabled", "", yes<&Endpoint::send_aoc, D>, "whether advice of charge is sent in INFO"},
    {"dtlsenable", "", dtls_enable, "whether DTLS-SRTP is used"},
    {"dtlsverify", "", quiet_word<verify_words, &Dtls::verify, D>, "what of the other side is checked: yes, no, fingerprint, certificate"},
    {"dtlsrekey", "", dtls_rekey, "seconds after which keys are made anew"},
    {"dtlsautogeneratecert", "", yes<&Dtls::auto_generate_cert, D>, "whether a certificate of the moment is used"},
    {"dtlscertfile", "", readable<&Dtls::cert_file, D>, "file of our certificate"},
    {"dtlsprivatekey", "", readable<&Dtls::private_key, D>, "file of its key"},
    {"dtlscipher", "", text<&Dtls::cipher, 0, D>, "ciphers as OpenSSL lists them"},
    {"dtlscafile", "", readable<&Dtls::ca_file, D>, "file of authorities"},
    {"dtlscapath", "dtlscadir", readable<&Dtls::ca_path, D>, "folder of authorities"},
    {"dtlssetup", "", quiet_word<setup_words, &Dtls::setup, D>, "the role that is offered: active, passive, actpass"},
    {"dtlsfingerprint", "", quiet_word<hash_words, &Dtls::fingerprint, D>, "hash of a certificate: sha-256, sha-1"},
};

}  // namespace

std::span<const Option<DeviceDraft>> shared_media_table()
{
    return table;
}

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file DTLS-SRTP by Asterisk's RTP engine. @option{dtlsenable} */
#include "media/dtls.h"

#include "sipcore/log.h"

namespace chan_sip {
namespace {

using sipcore::sdp::Setup;

/** A text as the engine's structures want it; they only read it. */
char* lent(const std::string& text)
{
    return text.empty() ? nullptr : const_cast<char*>(text.c_str());
}

/** What is checked, as the engine numbers it. @option{dtlsverify} */
ast_rtp_dtls_verify to_ast(sipcore::config::DtlsVerify verify)
{
    using sipcore::config::DtlsVerify;
    switch (verify) {
    case DtlsVerify::no:
        break;
    case DtlsVerify::fingerprint:
        return AST_RTP_DTLS_VERIFY_FINGERPRINT;
    case DtlsVerify::certificate:
        return AST_RTP_DTLS_VERIFY_CERTIFICATE;
    case DtlsVerify::yes:
        return static_cast<ast_rtp_dtls_verify>(AST_RTP_DTLS_VERIFY_FINGERPRINT | AST_RTP_DTLS_VERIFY_CERTIFICATE);
    }
    return AST_RTP_DTLS_VERIFY_NONE;
}

/** The end that is offered, as the engine numbers it. @option{dtlssetup} */
ast_rtp_dtls_setup to_ast(sipcore::config::DtlsSetup setup)
{
    using sipcore::config::DtlsSetup;
    switch (setup) {
    case DtlsSetup::active:
        break;
    case DtlsSetup::passive:
        return AST_RTP_DTLS_SETUP_PASSIVE;
    case DtlsSetup::actpass:
        return AST_RTP_DTLS_SETUP_ACTPASS;
    }
    return AST_RTP_DTLS_SETUP_ACTIVE;
}

/** An end of a description, as the engine numbers it. */
ast_rtp_dtls_setup to_ast(Setup setup)
{
    switch (setup) {
    case Setup::active:
        break;
    case Setup::passive:
        return AST_RTP_DTLS_SETUP_PASSIVE;
    case Setup::actpass:
        return AST_RTP_DTLS_SETUP_ACTPASS;
    case Setup::holdconn:
        return AST_RTP_DTLS_SETUP_HOLDCONN;
    }
    return AST_RTP_DTLS_SETUP_ACTIVE;
}

/** An end of the engine's as a description names it. */
Setup from_ast(ast_rtp_dtls_setup setup)
{
    switch (setup) {
    case AST_RTP_DTLS_SETUP_ACTIVE:
        break;
    case AST_RTP_DTLS_SETUP_PASSIVE:
        return Setup::passive;
    case AST_RTP_DTLS_SETUP_ACTPASS:
        return Setup::actpass;
    case AST_RTP_DTLS_SETUP_HOLDCONN:
        return Setup::holdconn;
    }
    return Setup::active;
}

/** The options as the engine wants them; its texts are lent by `plan`. */
ast_rtp_dtls_cfg configuration(const DtlsPlan& plan)
{
    using sipcore::config::DtlsFingerprint;
    const auto& options = plan.options;
    ast_rtp_dtls_cfg made{};
    made.enabled = 1;
    made.rekey = static_cast<unsigned>(options.rekey.count());
    made.default_setup = to_ast(options.setup);
    made.suite = plan.short_tags ? AST_AES_CM_128_HMAC_SHA1_32 : AST_AES_CM_128_HMAC_SHA1_80;
    made.hash = options.fingerprint == DtlsFingerprint::sha1 ? AST_RTP_DTLS_HASH_SHA1 : AST_RTP_DTLS_HASH_SHA256;
    made.verify = to_ast(options.verify);
    made.certfile = lent(options.cert_file);
    made.pvtfile = lent(options.private_key);
    made.cipher = lent(options.cipher);
    made.cafile = lent(options.ca_file);
    made.capath = lent(options.ca_path);
    made.ephemeral_cert = options.auto_generate_cert ? 1 : 0;
    return made;
}

/** The fingerprint of our certificate; empty without one. */
std::string own_fingerprint(ast_rtp_engine_dtls* dtls, ast_rtp_instance* rtp)
{
    const char* text = dtls->get_fingerprint(rtp);
    return text ? text : "";
}

}  // namespace

bool open_dtls(ast_rtp_instance* rtp, const DtlsPlan& plan)
{
    auto* dtls = ast_rtp_instance_get_dtls(rtp);
    if (!dtls || !ast_rtp_engine_srtp_is_registered()) {
        sipcore::log::error("No DTLS-SRTP: {}", dtls ? "res_srtp is not loaded" : "the RTP engine does not know it");
        return false;
    }
    if (dtls->active(rtp))
        return true;
    auto wanted = configuration(plan);
    if (dtls->set_configuration(rtp, &wanted) != 0) {
        sipcore::log::error("No DTLS-SRTP: its options cannot be used");
        dtls->stop(rtp);
        return false;
    }
    if (!own_fingerprint(dtls, rtp).empty())
        return true;
    sipcore::log::error("No DTLS-SRTP: neither dtlscertfile nor dtlsautogeneratecert gives a certificate");
    dtls->stop(rtp);
    return false;
}

void close_dtls(ast_rtp_instance* rtp)
{
    auto* dtls = ast_rtp_instance_get_dtls(rtp);
    if (dtls && dtls->active(rtp))
        dtls->stop(rtp);
}

void describe_dtls(ast_rtp_instance* rtp, sipcore::sdp::MediaTransport& ours)
{
    auto* dtls = ast_rtp_instance_get_dtls(rtp);
    bool sha1 = dtls->get_fingerprint_hash(rtp) == AST_RTP_DTLS_HASH_SHA1;
    ours.fingerprints = {{.hash = sha1 ? "sha-1" : "sha-256", .value = own_fingerprint(dtls, rtp)}};
    ours.setup = from_ast(dtls->get_setup(rtp));
    ours.new_association = dtls->get_connection(rtp) == AST_RTP_DTLS_CONNECTION_NEW;
}

void take_dtls(ast_rtp_instance* rtp, const sipcore::sdp::MediaTransport& theirs)
{
    auto* dtls = ast_rtp_instance_get_dtls(rtp);
    if (theirs.setup)
        dtls->set_setup(rtp, to_ast(*theirs.setup));
    // The engine keeps one: the stronger one, whichever comes first in the description.
    const auto* chosen = &theirs.fingerprints.front();
    for (const auto& each : theirs.fingerprints)
        if (each.hash == "sha-256")
            chosen = &each;
    dtls->set_fingerprint(rtp, chosen->hash == "sha-1" ? AST_RTP_DTLS_HASH_SHA1 : AST_RTP_DTLS_HASH_SHA256,
                          chosen->value.c_str());
}

void renew_dtls(ast_rtp_instance* rtp)
{
    ast_rtp_instance_get_dtls(rtp)->reset(rtp);
}

}  // namespace chan_sip

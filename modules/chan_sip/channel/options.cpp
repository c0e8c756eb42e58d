// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of a channel that Asterisk's core sets and asks for. */
#include "channel/call.h"

namespace chan_sip {
namespace {

/** How far a fax is, in Asterisk's word. @option{t38pt_udptl} */
ast_t38_state t38_state(const sipcore::config::Endpoint& settings, Fax::Stage stage)
{
    if (!settings.t38_udptl)
        return T38_STATE_UNAVAILABLE;
    switch (stage) {
    case Fax::Stage::offered_by_us:
    case Fax::Stage::offered_by_them: return T38_STATE_NEGOTIATING;
    case Fax::Stage::running: return T38_STATE_NEGOTIATED;
    case Fax::Stage::refused: return T38_STATE_REJECTED;
    case Fax::Stage::none: break;
    }
    return T38_STATE_UNKNOWN;
}

}  // namespace

int Call::set_option(int option, void* data, int length)
{
    switch (option) {
    case AST_OPTION_FORMAT_READ:
        return audio_ ? ast_rtp_instance_set_read_format(audio_.instance(), *static_cast<ast_format**>(data)) : -1;
    case AST_OPTION_FORMAT_WRITE:
        return audio_ ? ast_rtp_instance_set_write_format(audio_.instance(), *static_cast<ast_format**>(data)) : -1;
    case AST_OPTION_DIGIT_DETECT:
        if (!dsp_ || length < static_cast<int>(sizeof(char)))
            return -1;
        ast_dsp_set_features(dsp_.get(), *static_cast<char*>(data) ? DSP_FEATURE_DIGIT_DETECT : 0);
        return 0;
    case AST_OPTION_SECURE_SIGNALING:
        secure_signaling_required_ = *static_cast<const int*>(data) != 0;
        return 0;
    case AST_OPTION_SECURE_MEDIA:
        keys_required_ = *static_cast<const int*>(data) != 0;
        for (auto* stream : {&audio_, &video_, &text_})
            stream->require_keys(keys_required_);
        return 0;
    default:
        return -1;
    }
}

int Call::query_option(int option, void* data, int* length) const
{
    switch (option) {
    case AST_OPTION_SECURE_SIGNALING:
        *static_cast<unsigned int*>(data) = snapshot()->secure_signaling ? 1 : 0;
        return 0;
    case AST_OPTION_SECURE_MEDIA:
        *static_cast<unsigned int*>(data) = audio_.is_encrypted() ? 1 : 0;
        return 0;
    case AST_OPTION_T38_STATE:
        *static_cast<ast_t38_state*>(data) = t38_state(*side_.settings, fax_.stage);
        *length = static_cast<int>(sizeof(ast_t38_state));
        return 0;
    case AST_OPTION_DEVICE_NAME: {
        if (incoming_ || *length <= 0)
            return -1;
        auto name = "SIP/" + side_.title;
        ast_copy_string(static_cast<char*>(data), name.c_str(), static_cast<std::size_t>(*length));
        return 0;
    }
    default:
        return -1;
    }
}

}  // namespace chan_sip

// SPDX-License-Identifier: GPL-2.0-only
/** @file Options of [general] about timers, media and looking in. */
#include "config/sip_conf_assign.h"

namespace sipcore::config {

namespace {

using namespace lenient;

/** `t1min`: text counts as 0. */
void minimum_t1(G& general, Value& value)
{
    general.global.minimum_t1 = milliseconds{std::clamp(leading_number(value.text).value_or(0), 0L, 2147483647L)};
}
/** `timert1` of [general]: text counts as 0; what is too short is seen when the whole section is read. */
void timer_t1(G& general, Value& value)
{
    general.global.timer_t1 = milliseconds{std::clamp(leading_number(value.text).value_or(0), 0L, 2147483647L)};
}
/** `timerb` of [general]: looked at, and 64 times T1 is kept all the same. */
void timer_b(G& general, Value& value)
{
    general.said_timer_b = true;
    if (leading_number(value.text).value_or(0) < 500)
        value.complain("not a number of at least 500");
}
/** `maxforwards` of [general]: for devices, and for requests to nobody we know. */
void max_forwards(G& general, Value& value)
{
    auto read = leading_number(value.text);
    bool good = read && *read >= 1 && *read <= 255;
    general.global.max_forwards = good ? static_cast<unsigned>(*read) : 70U;
    general.defaults.endpoint.max_forwards = general.global.max_forwards;
    if (!good)
        value.complain("not a number from 1 to 255");
}
/** `jbimpl`: an empty one changes nothing. */
void jitter_buffer_kind(G& general, Value& value)
{
    if (!value.text.empty())
        general.global.jitter_buffer.impl = value.text.substr(0, 11);
}
/** `jbtargetextra`: any number. */
void target_extra(G& general, Value& value)
{
    if (auto read = leading_number(value.text))
        general.global.jitter_buffer.target_extra = milliseconds{std::clamp(*read, -2147483647L, 2147483647L)};
}

/** The rows. */
constexpr Option<G> table[] = {
    {"t1min", "", minimum_t1, "least round trip estimate, in milliseconds"},
    {"timert1", "", timer_t1, "round trip estimate, in milliseconds"},
    {"timerb", "", timer_b, "looked at only: an INVITE without any response ends after 64 times timert1"},
    {"maxforwards", "", max_forwards, "Max-Forwards of requests"},
    {"relaxdtmf", "", yes<&Global::relax_dtmf, G>, "whether tones in the audio are found more easily"},
    {"prematuremedia", "", yes<&Global::premature_media, G>, "whether audio before progress sends no 183"},
    {"directrtpsetup", "", yes<&Global::direct_rtp_setup, G>, "whether media goes round us from the first INVITE"},
    {"jbenable", "", yes<&JitterBuffer::enable, G>, "whether received audio has a jitter buffer"},
    {"jbforce", "", yes<&JitterBuffer::force, G>, "even when the other side could do it"},
    {"jbmaxsize", "", quiet_number<&JitterBuffer::max_size, G>, "milliseconds that wait at most"},
    {"jbresyncthreshold", "", quiet_number<&JitterBuffer::resync_threshold, G>, "jump of time stamps that empties it, in milliseconds"},
    {"jbimpl", "", jitter_buffer_kind, "fixed or adaptive"},
    {"jbtargetextra", "", target_extra, "padding of the adaptive one, in milliseconds"},
    {"jblog", "", yes<&JitterBuffer::log, G>, "whether its frames are logged"},
    {"jbsyncvideo", "", yes<&JitterBuffer::sync_video, G>, "whether video waits with audio"},
    {"sipdebug", "", yes<&Global::sip_debug, G>, "whether messages are printed from the start"},
    {"recordhistory", "", yes<&Global::record_history, G>, "whether what happens to a dialog is kept"},
    {"dumphistory", "", yes<&Global::dump_history, G>, "whether that is logged at its end"},
};

}  // namespace

std::span<const Option<GeneralDraft>> other_general_table()
{
    return table;
}

}  // namespace sipcore::config

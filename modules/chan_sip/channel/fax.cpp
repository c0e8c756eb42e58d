// SPDX-License-Identifier: GPL-2.0-only
/** @file A fax by T.38 within a call: who offers it, who takes it, how it ends. Whoever stands at the channel (a fax program,
 *  a gateway, or the other leg of a bridge) asks and answers by Asterisk's frames of T.38 parameters. @rfc{3362,2}
 *  @option{t38pt_udptl} */
#include "channel/call.h"
#include "driver.h"
#include "media/streams.h"
#include "sipcore/log.h"

namespace chan_sip {
namespace {

using sipcore::Error;
using sipcore::sdp::Description;
using sipcore::sdp::FaxParameters;
/** How far a fax is. */
using Stage = Fax::Stage;

/** Whether a refusal says that a fax is not wanted, so that sound is to be agreed on anew. */
bool refuses_media(int status)
{
    return status == 415 || status == 488 || status == 606;
}

/** Where a stream of RTP goes to; none before that is known. */
sipcore::SocketAddress remote_of(ast_rtp_instance* rtp)
{
    ast_sockaddr address{};
    ast_rtp_instance_get_remote_address(rtp, &address);
    return ast_sockaddr_isnull(&address) ? sipcore::SocketAddress{} : from_ast(address);
}

/** The address that a stream of RTP is bound to. */
sipcore::IpAddress bound_of(ast_rtp_instance* rtp)
{
    ast_sockaddr address{};
    ast_rtp_instance_get_local_address(rtp, &address);
    return from_ast(address).ip();
}

/** Whether packets go to where packets come from. */
bool is_symmetric(const CallSide& side)
{
    using sipcore::config::NatMode;
    auto mode = side.settings->rtp_symmetric;
    return mode == NatMode::on || (mode == NatMode::automatic && side.behind_nat);
}

}  // namespace

std::vector<sipcore::sdp::LocalStream> Call::fax_streams() const
{
    sipcore::sdp::LocalStream image;
    image.kind = sipcore::sdp::Kind::image;
    if (!fax_.stream)
        return {std::move(image)};
    image.port = fax_.stream.port();
    if (media_peer_ || side_.local_address != negotiation_.address())
        image.address = side_.local_address;
    image.attributes = write_fax(fax_.stream.described(fax_.ours));
    return {std::move(image)};
}

bool Call::open_fax(ast_channel* channel)
{
    if (fax_.stream)
        return true;
    if (!audio_)
        return false;
    auto config = driver_.stack().config();
    auto opened = FaxStream::open(bound_of(audio_.instance()),
                                  {.repair = side_.settings->t38_udptl_ec,
                                   .symmetric = is_symmetric(side_),
                                   .tos = config->global.tos_audio,
                                   .cos = config->global.cos_audio},
                                  ast_channel_name(channel));
    if (!opened) {
        sipcore::log::error("{}", opened.error().what);
        return false;
    }
    fax_.stream = std::move(*opened);
    constexpr int descriptor = 5;
    ast_channel_set_fd(channel, descriptor, ast_udptl_fd(fax_.stream.instance()));
    return true;
}

bool Call::is_fax_offer(const Description& offer) const
{
    return side_.settings->t38_udptl && sipcore::sdp::fax_of(offer);
}

void Call::meet_fax(const Description& theirs)
{
    const auto* image = sipcore::sdp::fax_of(theirs);
    if (!image || !fax_.stream)
        return;
    fax_.theirs = sipcore::sdp::read_fax(*image);
    auto address = theirs.address_of(*image);
    if (auto media = remote_of(audio_.instance()); side_.settings->t38_udptl_nat && is_symmetric(side_) && media.port())
        address = media.ip();
    fax_.stream.set_peer({address, image->port}, fax_.theirs, side_.settings->t38_udptl_maxdatagram.value_or(0));
}

void Call::tell_fax(ast_channel* channel, ast_control_t38 step, const FaxParameters& parameters) const
{
    unsigned max_ifp = fax_.stream ? ast_udptl_get_far_max_ifp(fax_.stream.instance()) : 0;
    auto control = fax_control(step, parameters, max_ifp);
    ast_queue_control_data(channel, AST_CONTROL_T38_PARAMETERS, &control, sizeof control);
}

void Call::enter_fax(ast_channel* channel, Stage stage)
{
    auto before = std::exchange(fax_.stage, stage);
    fax_.decide_by = 0;
    fax_.offer.reset();
    if (stage == Stage::running && before != Stage::running)
        tell_fax(channel, AST_T38_NEGOTIATED, fax_.theirs);
    else if (before == Stage::running && stage != Stage::running)
        tell_fax(channel, AST_T38_TERMINATED, {});
    else if (before == Stage::offered_by_us && stage != Stage::running)
        tell_fax(channel, AST_T38_REFUSED, {});
    if ((before == Stage::running) == (stage == Stage::running) || !audio_)
        return;
    audio_.send_reports(stage != Stage::running);
    constexpr int descriptor = 1;
    ast_channel_set_fd(channel, descriptor, audio_.descriptor(true));
    media_since_ = std::time(nullptr);
}

void Call::take_fax_offer(ast_channel* channel, const Description& offer)
{
    if (!open_fax(channel)) {
        session_->answer(std::unexpected{Error{488, "Not acceptable here"}});
        return;
    }
    meet_fax(offer);
    if (fax_.stage == Stage::running) {     // said once more, with another address perhaps
        auto answer = negotiation_.answer(offer, fax_streams());
        session_->answer(answer ? sipcore::Result<Description>{answer->description} : std::unexpected{answer.error()});
        return;
    }
    fax_.stage = Stage::offered_by_them;
    fax_.offer = offer;
    fax_.decide_by = std::time(nullptr) + patience_with_fax;
    tell_fax(channel, AST_T38_REQUEST_NEGOTIATE, fax_.theirs);
    if (side_.settings->fax_detect_t38 && incoming_)
        go_to_fax(channel, FaxSign::offer);
}

void Call::accept_fax(ast_channel* channel, const ast_control_t38_parameters& wanted)
{
    if (!wanted.max_ifp)
        return refuse_fax(channel);
    fax_.ours = limited(fax_parameters(wanted), fax_.theirs);
    fax_.stream.set_max_ifp(wanted.max_ifp);
    auto answer = negotiation_.answer(*fax_.offer, fax_streams());
    if (!answer)
        return refuse_fax(channel);
    enter_fax(channel, Stage::running);
    session_->answer(std::move(answer->description));
}

void Call::refuse_fax(ast_channel* channel)
{
    if (fax_.stage != Stage::offered_by_them)
        return;
    enter_fax(channel, Stage::none);
    session_->answer(std::unexpected{Error{488, "Not acceptable here"}});
}

int Call::indicate_fax(ast_channel* channel, const void* data, std::size_t length)
{
    if (!side_.settings->t38_udptl || !data || length != sizeof(ast_control_t38_parameters) || !session_)
        return -1;
    const auto& wanted = *static_cast<const ast_control_t38_parameters*>(data);
    switch (wanted.request_response) {
    case AST_T38_REQUEST_NEGOTIATE:
    case AST_T38_NEGOTIATED:
        if (fax_.stage == Stage::offered_by_them) {
            accept_fax(channel, wanted);
        } else if (fax_.stage != Stage::running && fax_.stage != Stage::offered_by_us && wanted.max_ifp &&
                   open_fax(channel)) {
            fax_.ours = fax_parameters(wanted);
            fax_.stream.set_max_ifp(wanted.max_ifp);
            fax_.stage = Stage::offered_by_us;
            offer_anew(Offering::fax, {});
        }
        return 0;
    case AST_T38_REQUEST_TERMINATE:
    case AST_T38_TERMINATED:
    case AST_T38_REFUSED:
        if (fax_.stage == Stage::running)
            offer_anew(Offering::media, {});
        refuse_fax(channel);
        return 0;
    case AST_T38_REQUEST_PARMS:
        if (fax_.stage != Stage::offered_by_them)
            return 0;
        tell_fax(channel, AST_T38_REQUEST_NEGOTIATE, fax_.theirs);
        return AST_T38_REQUEST_PARMS;
    }
    return -1;
}

bool Call::take_fax_answer(ast_channel* channel, Offering what, const sipcore::Result<Description>& answer)
{
    if (what == Offering::fax) {
        if (!answer) {
            if (fax_.stage == Stage::offered_by_us) {
                enter_fax(channel, Stage::refused);
                if (refuses_media(answer.error().status))
                    offer_anew(Offering::media, {});
            }
            return true;
        }
        auto agreed = negotiation_.settle(*answer);
        bool taken = agreed && of_kind(*agreed, sipcore::sdp::Kind::image);
        if (taken)
            meet_fax(*answer);
        enter_fax(channel, taken ? Stage::running : Stage::none);
        return true;
    }
    if (answer && fax_.stage == Stage::running && !sipcore::sdp::fax_of(*answer))
        enter_fax(channel, Stage::none);
    return false;
}

std::optional<Description> Call::describe_fax(ast_channel* channel)
{
    if (!open_fax(channel))
        return std::nullopt;
    meet_fax(*offer_);
    constexpr unsigned usual_ifp = 400;
    fax_.ours = fax_.theirs;
    fax_.stream.set_max_ifp(usual_ifp);
    auto answer = negotiation_.answer(*offer_, fax_streams());
    if (!answer)
        return std::nullopt;
    enter_fax(channel, Stage::running);
    return std::move(answer->description);
}

bool Call::go_to_fax(ast_channel* channel, FaxSign sign)
{
    constexpr const char* extension = "fax";
    auto self = shared_from_this();     // its channel may be hung up while the lock is given back
    if (fax_.detected || std::string_view{ast_channel_exten(channel)} == extension)
        return false;
    fax_.detected = true;
    update_dsp();
    auto keep = pbx::Ao2<ast_channel>::share(channel);
    std::string context = ast_channel_context(channel);
    std::string before = ast_channel_exten(channel);
    const auto& party = ast_channel_caller(channel)->id.number;
    std::string number = party.valid && party.str ? party.str : "";
    ast_channel_unlock(channel);
    // Looking into the dialplan and moving a channel take other locks, and may wait.
    bool there = ast_exists_extension(channel, context.c_str(), extension, 1, number.empty() ? nullptr : number.c_str()) != 0;
    if (there) {
        sipcore::log::verbose("Redirecting '{}' to fax extension due to {}", ast_channel_name(channel),
                              sign == FaxSign::tone ? "CNG detection" : "peer T.38 re-INVITE");
        pbx_builtin_setvar_helper(channel, "FAXEXTEN", before.c_str());
        if (ast_async_goto(channel, context.c_str(), extension, 1))
            sipcore::log::notice("Failed to async goto '{}' into fax of '{}'", ast_channel_name(channel), context);
    } else {
        sipcore::log::notice("{} detected but no fax extension",
                             sign == FaxSign::tone ? "FAX CNG" : "T.38 re-INVITE");
    }
    ast_channel_lock(channel);
    return there;
}

}  // namespace chan_sip

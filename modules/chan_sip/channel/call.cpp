// SPDX-License-Identifier: GPL-2.0-only
/** @file What a call has while it lives: its channel, its session, its share of the endpoint's limit. */
#include "channel/call.h"

#include "channel/technology.h"
#include "driver.h"

namespace chan_sip {
namespace {

/** Session ids stay below 2^31: some phones keep them in an int. */
constexpr long largest_id = 0x7fffffff;

/** Channels that Asterisk's endpoint lists. */
constexpr unsigned most_listed = 32;

/** How a call names itself in its descriptions. */
DescriptionOwner description_owner(const sipcore::config::Global& global, const CallSide& side)
{
    const auto& local = side.local_address;
    bool fits = global.media_address && global.media_address->family() == local.family();
    return {
        .owner = global.sdp_owner,
        .session = global.sdp_session,
        .id = static_cast<std::uint64_t>(ast_random() & largest_id),
        .origin = local,
        .address = fits ? *global.media_address : local,
        .one_codec = side.settings->preferred_codec_only,
        .compact = global.compact_headers,
        .call_bandwidth = side.settings->max_call_bitrate,
    };
}

/** Frees a detector, if there is one. */
void free_dsp(ast_dsp* dsp)
{
    if (dsp)
        ast_dsp_free(dsp);
}

}  // namespace

Call::Call(Driver& driver, bool incoming, CallSide side)
    : driver_{driver}, incoming_{incoming}, side_{std::move(side)}, formats_{driver_.formats().of(side_.settings->allow)},
      negotiation_{description_owner(driver.stack().config()->global, side_)},
      dtmf_mode_{side_.settings->dtmf_mode}, dsp_{nullptr, free_dsp}
{
    with_video_ = side_.settings->video && ast_format_cap_has_type(formats_.get(), AST_MEDIA_TYPE_VIDEO);
    with_text_ = side_.settings->text && ast_format_cap_has_type(formats_.get(), AST_MEDIA_TYPE_TEXT);
}

std::shared_ptr<Call> Call::make(Driver& driver, bool incoming, CallSide side)
{
    auto call = std::make_shared<Call>(driver, incoming, std::move(side));
    driver.add(call);
    return call;
}

Call::~Call()
{
    driver_.remove(*this);
}

Call* Call::of(const ast_channel* channel)
{
    if (!is_our_technology(ast_channel_tech(channel)))
        return nullptr;
    auto* kept = static_cast<std::shared_ptr<Call>*>(ast_channel_tech_pvt(channel));
    return kept ? kept->get() : nullptr;
}

bool Call::count()
{
    const auto& endpoint = side_.endpoint;
    if (!endpoint || endpoint->call_limit == 0)
        return true;
    if (!use_.begin(driver_.uses().of(endpoint->name), endpoint->call_limit, !incoming_))
        return false;
    announce_use();
    return true;
}

bool Call::list_channel()
{
    return side_.endpoint && place_.take(driver_.uses().of(side_.endpoint->name), most_listed);
}

void Call::announce_use() const
{
    if (side_.endpoint)
        ast_devstate_changed(AST_DEVICE_UNKNOWN, AST_DEVSTATE_CACHABLE, "SIP/%s", side_.endpoint->name.c_str());
}

void Call::await_dialplan()
{
    auto session = session_to_show();   // the channel's thread may have let go of it already
    if (!session)
        return;
    session->await_host([weak = weak_from_this()] {
        auto self = weak.lock();
        return !self || self->is_taken_up();
    });
}

bool Call::is_taken_up() const
{
    pbx::Ao2<ast_channel> channel;
    {
        std::lock_guard lock{owner_mutex_};
        channel = owner_;
    }
    // Read without the channel's lock: who runs the channel may hold it for long, and a word that is a moment old will do.
    return !channel || ast_channel_pbx(channel.get());
}

void Call::set_session(std::shared_ptr<sipcore::Session> session)
{
    session_ = std::move(session);
    call_id_ = session_->snapshot()->call_id;
    std::lock_guard lock{owner_mutex_};
    shown_session_ = session_;
}

std::shared_ptr<sipcore::Session> Call::session_to_show() const
{
    std::lock_guard lock{owner_mutex_};
    return shown_session_.lock();
}

std::shared_ptr<const sipcore::SessionSnapshot> Call::snapshot() const
{
    return session_ ? session_->snapshot() : std::make_shared<const sipcore::SessionSnapshot>();
}

void Call::take(ast_channel* channel)
{
    ast_module_ref(AST_MODULE_SELF);
    ast_channel_tech_pvt_set(channel, new std::shared_ptr<Call>{shared_from_this()});
    if (log_call_)
        ast_channel_callid_set(channel, log_call_);
    if (audio_) {
        ast_channel_set_fd(channel, 0, audio_.descriptor(false));
        ast_channel_set_fd(channel, 1, audio_.descriptor(true));
        ast_rtp_instance_set_channel_id(audio_.instance(), ast_channel_uniqueid(channel));
    }
    join_more(channel);
    auto owner = pbx::Ao2<ast_channel>::share(channel);
    std::lock_guard lock{owner_mutex_};
    owner_ = std::move(owner);
}

LockedChannel Call::lock_channel()
{
    for (;;) {
        pbx::Ao2<ast_channel> channel;
        {
            std::lock_guard lock{owner_mutex_};
            channel = owner_;
        }
        if (!channel)
            return {};
        LockedChannel locked{std::move(channel)};
        if (of(locked.get()) == this)
            return locked;
        // A masquerade or a hang-up came between the two locks: whoever did it has set the owner anew.
    }
}

int Call::move(ast_channel* from, ast_channel* to)
{
    auto owner = pbx::Ao2<ast_channel>::share(to);
    {
        std::lock_guard lock{owner_mutex_};
        if (owner_.get() != from)
            return -1;
        std::swap(owner_, owner);
    }
    for (auto* stream : {&audio_, &video_, &text_})
        if (*stream)
            ast_rtp_instance_set_channel_id(stream->instance(), ast_channel_uniqueid(to));
    bring_media_back(to);
    return 0;
}

}  // namespace chan_sip

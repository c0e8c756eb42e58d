// SPDX-License-Identifier: GPL-2.0-only
/** @file Who is at each end of a call: what the other side says of itself, what it is told of who it is connected with, and
 *  of who sent the call elsewhere. */
#include "channel/call.h"
#include "channel/log_call.h"
#include "driver.h"
#include "identity/caller.h"
#include "identity/parties.h"
#include "identity/redirect_reason.h"
#include "pbx/guarded.h"
#include "sipcore/name_addr.h"

namespace chan_sip {
namespace {

/** Marks an UPDATE that tells a party and offers nothing. */
const sipcore::Header update_mark{"X-Asterisk-rpid-update", "Yes"};

/** The user and the display name of the first address of a header, for where a call is sent. */
void set_destination(RedirectingUpdate& update, std::string_view header)
{
    auto address = sipcore::parse_name_addr(header);
    auto uri = address ? sipcore::parse_sip_uri(address->uri) : std::nullopt;
    if (!uri)
        return;
    update.to_number = sipcore::unescape_uri(uri->user.substr(0, uri->user.find(';')));
    update.to_name = address->name;
}

/** The number of a URI of ours or theirs. */
std::string number_of(const std::string& uri_text)
{
    auto address = sipcore::parse_name_addr(uri_text);
    auto uri = address ? sipcore::parse_sip_uri(address->uri) : std::nullopt;
    return uri ? sipcore::unescape_uri(uri->user.substr(0, uri->user.find(';'))) : std::string{};
}

}  // namespace

sipcore::IdentityStyle Call::style_of_identity() const
{
    const auto& from_domain = side_.settings->from_domain;
    auto host = !identity_host_.empty() ? identity_host_
                : !from_domain.empty()  ? from_domain
                                        : driver_.stack().config()->global.from_domain;
    if (host.empty())
        host = side_.local_address.uri_host();
    return identity_style(*side_.settings, std::move(host), !incoming_);
}

std::vector<sipcore::Header> Call::identity_headers(ast_channel* channel)
{
    auto who = connected_party(channel);
    auto headers = sipcore::write_identity(who, style_of_identity());
    if (!headers.empty())
        told_party_ = who;
    return headers;
}

std::vector<sipcore::Header> Call::due_identity_headers(ast_channel* channel)
{
    return std::exchange(identity_due_, false) ? identity_headers(channel) : std::vector<sipcore::Header>{};
}

std::vector<sipcore::Header> Call::diversion_headers(ast_channel* channel) const
{
    if (!driver_.stack().config()->global.send_diversion)
        return {};
    auto diversion = redirecting_party(channel, side_.local_address.uri_host());
    return diversion ? std::vector<sipcore::Header>{sipcore::write_diversion(*diversion)} : std::vector<sipcore::Header>{};
}

void Call::learn_identity(ast_channel* channel, const std::vector<sipcore::Header>& headers, int source)
{
    if (!side_.settings->trust_id_inbound)
        return;
    auto said = sipcore::read_identity(headers);
    if (!said)
        return;
    if (!said->number)
        said->number = remote_party_.number;
    if (same_party(*said, remote_party_))
        return;
    remote_party_ = *said;
    queue_connected_line(channel, *said, side_.settings->callerid_tag, source);
}

bool Call::may_update() const
{
    auto known = snapshot();
    return side_.settings->rpid_update ||
           takes_method(known->allow, known->contact_header, *side_.settings, "UPDATE");
}

int Call::indicate_connected_line(ast_channel* channel)
{
    auto who = connected_party(channel);
    if (!session_ || phase_ == Phase::ended || (told_party_ && same_party(who, *told_party_)) ||
        sipcore::write_identity(who, style_of_identity()).empty())
        return 0;
    if (is_answered()) {
        offer_anew(Offering::current, identity_headers(channel));
    } else if (!incoming_) {
        tell_early(channel);
    } else {
        identity_due_ = true;
        if (side_.settings->rpid_immediate)
            tell_at_once(channel);
    }
    return 0;
}

void Call::tell_early(ast_channel* channel)
{
    if (snapshot()->remote_tag.empty() || !may_update()) {
        identity_due_ = true;       // told by a re-INVITE once it is answered
        return;
    }
    auto headers = identity_headers(channel);
    headers.push_back(update_mark);
    session_->tell_party(std::move(headers));
}

void Call::tell_at_once(ast_channel* channel)
{
    auto headers = due_identity_headers(channel);
    if (ringing_sent_ && !progress_sent_) {
        session_->progress(183, "Session Progress", std::nullopt, with_offer(std::move(headers)));
    } else if (!progress_sent_) {
        session_->progress(180, "Ringing", std::nullopt, with_offer(std::move(headers)));
        ringing_sent_ = true;
    } else {
        session_->progress(183, "Session Progress", negotiation_.last_sent(), with_offer(std::move(headers)));
    }
}

void Call::tell_what_is_due(ast_channel* channel)
{
    if (!incoming_ && identity_due_ && is_answered()) {
        identity_due_ = false;
        offer_anew(Offering::current, identity_headers(channel));
    }
}

int Call::indicate_redirecting(ast_channel* channel)
{
    bool told = redirecting_party(channel, side_.local_address.uri_host()).has_value();
    if (!told || !incoming_ || !session_ || is_answered() || phase_ == Phase::ended)
        return 0;
    session_->progress(181, "Call is being forwarded", std::nullopt, with_offer(diversion_headers(channel)));
    return 0;
}

void Call::learn_diversion(ast_channel* channel, const std::vector<sipcore::Header>& headers, int otherwise)
{
    RedirectingUpdate update;
    auto diversion = sipcore::read_diversion(headers);
    if (diversion) {
        update.from = *diversion;
        set_diversion_variables(channel, *diversion);
    } else {
        update.from.number = number_of(snapshot()->remote_uri);
    }
    set_reason(update, diversion ? diversion->reason : "", otherwise);
    if (const auto* contact = sipcore::header_named(headers, "Contact"))
        set_destination(update, contact->value);
    set_redirecting(channel, update);       // who follows a forward looks here before it reads the frame
    queue_redirecting(channel, update);
}

void Call::learn_refusal_reason(ast_channel* channel, const std::string& phrase)
{
    RedirectingUpdate update;
    auto reason = reason_of_phrase(phrase);
    update.reason = reason.code;
    update.reason_text = reason.text;
    queue_redirecting(channel, update);
}

void Call::set_incoming_parties(ast_channel* channel, const sipcore::Identity& caller,
                                const std::vector<sipcore::Header>& headers, const std::string& to)
{
    remote_party_ = caller;
    pbx::ChannelLock lock{channel};
    set_caller(channel, caller, side_.settings->callerid_tag);
    if (const auto* from = sipcore::header_named(headers, "From"))
        if (auto line = sipcore::read_originating_line(from->value))
            ast_channel_caller(channel)->ani2 = *line;
    auto diversion = sipcore::read_diversion(headers);
    if (!diversion)
        return;
    RedirectingUpdate update{.from = *diversion, .to_number = {}, .to_name = {}, .reason = 0, .reason_text = {}};
    set_reason(update, diversion->reason, redirect::unknown);
    set_destination(update, to);
    set_redirecting(channel, update);
    set_diversion_variables(channel, *diversion);
}

void Call::on_update(const std::vector<sipcore::Header>& headers)
{
    pbx::guarded("on_update", 0, [&] {
        LogCall log{log_call_};
        if (auto channel = lock_channel())
            learn_identity(channel.get(), headers, AST_CONNECTED_LINE_UPDATE_SOURCE_TRANSFER);
        return 0;
    });
}

}  // namespace chan_sip

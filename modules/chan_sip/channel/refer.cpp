// SPDX-License-Identifier: GPL-2.0-only
/** @file The other side sends whom it talks to elsewhere: REFER, blind and attended; and its forerunner, BYE with Also. What
 *  the core is asked to do here it does with no lock of ours held, and it posts nothing back to this strand. */
#include <unistd.h>

#include "channel/call.h"
#include "channel/errand.h"
#include "channel/log_call.h"
#include "channel/variables.h"
#include "driver.h"
#include "identity/parties.h"
#include "pbx/guarded.h"
#include "sipcore/log.h"
#include "sipcore/name_addr.h"
#include "transfer/refer_decision.h"

namespace chan_sip {
namespace {

/** A channel that is kept. */
using Channel = pbx::Ao2<ast_channel>;

/** A transfer on its way. */
struct Transfer {
    sipcore::ReferTo target;                ///< where to
    std::vector<sipcore::Header> headers;   ///< of the REFER
    std::string context;                    ///< dialplan context in which the extension is looked up
    std::string extension;                  ///< extension there
    std::string own_context;                ///< context of who transfers
    std::string referrer;                   ///< `<sip:user@host>` of Referred-By
};

/** How the core's result is called here. */
TransferResult result_of(ast_transfer_result result)
{
    switch (result) {
    case AST_BRIDGE_TRANSFER_SUCCESS: return TransferResult::success;
    case AST_BRIDGE_TRANSFER_NOT_PERMITTED: return TransferResult::not_permitted;
    case AST_BRIDGE_TRANSFER_INVALID: return TransferResult::invalid;
    case AST_BRIDGE_TRANSFER_FAIL: return TransferResult::failed;
    }
    return TransferResult::failed;
}

/** The value of a variable of a channel that is not locked. */
std::string read_variable(ast_channel* channel, const char* name)
{
    pbx::ChannelLock lock{channel};
    return variable_of(channel, name);
}

/** Sets the variables by which the dialplan of a transferred party knows who did it. */
void mark_transferee(ast_channel* transferee, const Transfer& transfer)
{
    auto wanted = read_variable(transferee, "GET_TRANSFERRER_DATA");
    const auto* referred_by = sipcore::header_named(transfer.headers, "Referred-By");
    pbx::ChannelLock lock{transferee};
    pbx_builtin_setvar_helper(transferee, "SIPREFERRINGCONTEXT", transfer.own_context.c_str());
    pbx_builtin_setvar_helper(transferee, "__SIPREFERREDBYHDR", referred_by ? referred_by->value.c_str() : nullptr);
    for (const auto& header : wanted_headers(transfer.headers, wanted))
        pbx_builtin_setvar_helper(transferee, ("~HASH~TRANSFER_DATA~" + header.name + "~").c_str(), header.value.c_str());
}

/** Sets what the new call of a transferred party needs; the core calls this before its dialplan goes on. The channel that is
 *  called inherits it, since it is that one which sends the INVITE. */
void prepare_new_call(ast_channel* channel, transfer_channel_data* wrapped, ast_transfer_type)
{
    pbx::guarded("transfer", 0, [&] {
        const auto& transfer = *static_cast<const Transfer*>(wrapped->data);
        const auto& replaces = transfer.target.replaces;
        pbx::ChannelLock lock{channel};
        pbx_builtin_setvar_helper(channel, "_SIPTRANSFER", "yes");
        pbx_builtin_setvar_helper(channel, "_SIPTRANSFER_REFERER", transfer.referrer.empty() ? nullptr : transfer.referrer.c_str());
        pbx_builtin_setvar_helper(channel, "_SIPTRANSFER_REPLACES",
                                  replaces ? sipcore::replaces_text(*replaces).c_str() : nullptr);
        pbx_builtin_setvar_helper(channel, "SIPDOMAIN", transfer.target.host.c_str());
        if (auto diversion = sipcore::read_diversion(transfer.headers)) {
            RedirectingUpdate update{.from = *diversion, .to_number = transfer.extension, .to_name = {}, .reason = 0, .reason_text = {}};
            set_reason(update, diversion->reason, 0);
            set_redirecting(channel, update);
            set_diversion_variables(channel, *diversion);
        }
        return 0;
    });
}

/** Whether a host is ours: it is when no domains are configured at all. @option{domain} */
bool is_local(Driver& driver, const std::string& host)
{
    auto config = driver.stack().config();
    return config->domains.empty() || std::ranges::any_of(config->domains, [&](const auto& domain) {
        return strcasecmp(domain.name.c_str(), host.c_str()) == 0;
    });
}

/** Whether an extension can be dialled. */
bool exists(const Transfer& transfer)
{
    return ast_exists_extension(nullptr, transfer.context.c_str(), transfer.extension.c_str(), 1, nullptr) != 0;
}

}  // namespace

Channel Call::channel()
{
    auto locked = lock_channel();
    return Channel::share(locked.get());
}

sipcore::Result<> Call::may_refer(const sipcore::ReferRequest& request)
{
    return pbx::guarded("may_refer", sipcore::Result<>{std::unexpected{sipcore::Error{500, "Internal Server Error"}}},
                        [&]() -> sipcore::Result<> {
        auto channel = lock_channel();
        auto target = decide_refer({.has_channel = static_cast<bool>(channel),
                                    .allowed = side_.settings->allow_transfer,
                                    .pending = transfer_ != TransferState::none},
                                   request.headers);
        if (!target)
            return std::unexpected{target.error()};
        transfer_ = TransferState::under_way;
        refer_state_ = ReferState::sent;
        return {};
    });
}

void Call::end_transfer(bool succeeded)
{
    auto channel = lock_channel();
    transfer_ = succeeded ? TransferState::done : TransferState::none;
}

void Call::on_refer(const sipcore::ReferRequest& request)
{
    pbx::guarded("on_refer", 0, [&] {
        LogCall log{log_call_};
        auto target = sipcore::parse_refer_to(sipcore::header_named(request.headers, "Refer-To")->value);
        auto other = target && target->replaces ? driver_.find_call(*target->replaces) : nullptr;
        bool early = awaits_bridge() || (other && other->awaits_bridge());
        auto work = [self = shared_from_this(), other, request] {
            self->wait_for_bridge();
            if (other)
                other->wait_for_bridge();
            self->follow_refer(request);
        };
        if (!early || !run_errand(std::move(work)))
            follow_refer(request);
        return 0;
    });
}

void Call::follow_refer(const sipcore::ReferRequest& request)
{
    LogCall log{log_call_};
    auto session = session_to_show();
    auto outcome = transfer(request);
    if (outcome != outcome_not_found)   // of what was not tried it is said that it was sent, as ever
        refer_state_ = outcome.starts_with("200") ? ReferState::done : ReferState::failed;
    end_transfer(outcome.starts_with("200"));
    if (session)
        session->notify_refer(request.id, std::string{outcome});
}

bool Call::awaits_bridge()
{
    Channel channel;
    if (auto locked = lock_channel(); locked && is_answered()) {
        constexpr std::chrono::seconds most{1};
        if (std::chrono::steady_clock::now() - answered_at_ < most)
            channel = Channel::share(locked.get());
    }
    return channel && !Channel::adopt(ast_channel_bridge_peer(channel.get()));
}

void Call::wait_for_bridge()
{
    constexpr useconds_t pause = 2000;
    while (awaits_bridge())
        usleep(pause);
}

std::string_view Call::transfer(const sipcore::ReferRequest& request)
{
    auto channel = this->channel();
    auto target = sipcore::parse_refer_to(sipcore::header_named(request.headers, "Refer-To")->value);
    if (!channel || !target)
        return outcome_no_channel;
    auto config = driver_.stack().config();
    Transfer transfer{.target = std::move(*target), .headers = request.headers, .context = {}, .extension = {}, .own_context = {}, .referrer = {}};
    transfer.own_context = side_.settings->context.empty() ? config->global.context : side_.settings->context;
    transfer.context = read_variable(channel.get(), "TRANSFER_CONTEXT");
    if (transfer.context.empty())
        transfer.context = transfer.own_context;
    transfer.extension = config->global.pedantic ? sipcore::unescape_uri(transfer.target.user) : transfer.target.user;
    if (const auto* referred_by = sipcore::header_named(request.headers, "Referred-By"))
        transfer.referrer = sipcore::referrer_of(referred_by->value);
    if (auto transferee = Channel::adopt(ast_channel_bridge_peer(channel.get())))
        mark_transferee(transferee.get(), transfer);

    if (const auto& replaces = transfer.target.replaces) {
        if (replaces->call_id == call_id_)
            return outcome_not_found;
        if (auto other = driver_.find_call(*replaces))
            return join(channel.get(), *other);
        if (is_local(driver_, transfer.target.host))
            return outcome_no_call;
    }
    if (!exists(transfer))
        return outcome_not_found;
    auto result = ast_bridge_transfer_blind(1, channel.get(), transfer.extension.c_str(), transfer.context.c_str(),
                                            prepare_new_call, &transfer);
    return blind_outcome(result_of(result));
}

std::string_view Call::join(ast_channel* channel, Call& other)
{
    auto target = other.channel();
    if (!target)
        return outcome_no_channel;
    return attended_outcome(result_of(ast_bridge_transfer_attended(channel, target.get())));
}

void Call::follow_also(const std::vector<sipcore::Header>& headers)
{
    const auto* also = sipcore::header_named(headers, "Also");
    auto address = also ? sipcore::parse_name_addr(also->value) : std::nullopt;
    auto uri = address ? sipcore::parse_sip_uri(address->uri) : std::nullopt;
    auto channel = uri && side_.settings->allow_transfer ? this->channel() : Channel{};
    if (!channel)
        return;
    sipcore::log::notice("Client '{}' using deprecated BYE/Also transfer method.  Ask vendor to support REFER instead", side_.title);
    Transfer transfer{};
    transfer.context = read_variable(channel.get(), "TRANSFER_CONTEXT");
    if (transfer.context.empty())
        transfer.context = side_.settings->context;
    transfer.extension = sipcore::unescape_uri(uri->user.substr(0, uri->user.find(';')));
    auto transferee = Channel::adopt(ast_channel_bridge_peer(channel.get()));
    if (!transferee || !exists(transfer))
        return;
    ast_queue_control(transferee.get(), AST_CONTROL_UNHOLD);
    ast_async_goto(transferee.get(), transfer.context.c_str(), transfer.extension.c_str(), 1);
}

}  // namespace chan_sip

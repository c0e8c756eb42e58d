// SPDX-License-Identifier: GPL-2.0-only
/** @file Stateless answers through PJSIP's own functions. */
#include "stack/respond.h"

#include "pj/text.h"

namespace sipcore::stack {

void add_header(pjsip_tx_data* tdata, std::string_view name, std::string_view value)
{
    auto header_name = pj::dup(tdata->pool, name);
    auto header_value = pj::dup(tdata->pool, value);
    auto* header = pjsip_generic_string_hdr_create(tdata->pool, &header_name, &header_value);
    pjsip_msg_add_hdr(tdata->msg, reinterpret_cast<pjsip_hdr*>(header));
}

void respond(pjsip_endpoint* endpoint, pjsip_rx_data* rdata, int status, std::string_view reason, const ExtraHeaders& extra)
{
    pjsip_tx_data* tdata = nullptr;
    auto phrase = pj::borrow(reason);
    if (pjsip_endpt_create_response(endpoint, rdata, status, reason.empty() ? nullptr : &phrase, &tdata) != PJ_SUCCESS)
        return;
    for (const auto& [name, value] : extra)
        add_header(tdata, name, value);
    pjsip_response_addr to;
    if (pjsip_get_response_addr(tdata->pool, rdata, &to) != PJ_SUCCESS ||
        pjsip_endpt_send_response(endpoint, &to, tdata, nullptr, nullptr) != PJ_SUCCESS)
        pjsip_tx_data_dec_ref(tdata);
}

void respond_once(pjsip_endpoint* endpoint, pjsip_rx_data* rdata, int status, std::string_view reason)
{
    pjsip_transaction* transaction = nullptr;
    if (pjsip_tsx_create_uas(nullptr, rdata, &transaction) != PJ_SUCCESS)
        return respond(endpoint, rdata, status, reason);
    pjsip_tsx_recv_msg(transaction, rdata);
    pjsip_tx_data* tdata = nullptr;
    auto phrase = pj::borrow(reason);
    bool sent = pjsip_endpt_create_response(endpoint, rdata, status, reason.empty() ? nullptr : &phrase, &tdata) == PJ_SUCCESS &&
                pjsip_tsx_send_msg(transaction, tdata) == PJ_SUCCESS;
    constexpr int internal_error = 500;
    if (!sent)
        pjsip_tsx_terminate(transaction, internal_error);
}

}  // namespace sipcore::stack

// SPDX-License-Identifier: GPL-2.0-only
/** @file Printing on the stack, then a copy that fits. */
#include "pj/encode.h"

#include <array>
#include <cstring>

namespace sipcore::pj {

void encode_to_fit(pjsip_tx_data* tdata)
{
    if (pjsip_tx_data_is_valid(tdata))
        return;
    std::array<char, PJSIP_MAX_PKT_LEN> text;
    auto size = pjsip_msg_print(tdata->msg, text.data(), text.size());
    if (size <= 0)
        return;
    auto& buffer = tdata->buf;
    if (buffer.end - buffer.start <= size) {
        buffer.start = static_cast<char*>(pj_pool_alloc(tdata->pool, static_cast<pj_size_t>(size) + 1));
        buffer.end = buffer.start + size + 1;
    }
    std::memcpy(buffer.start, text.data(), static_cast<std::size_t>(size));
    buffer.cur = buffer.start + size;
    *buffer.cur = '\0';
}

}  // namespace sipcore::pj

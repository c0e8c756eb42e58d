// SPDX-License-Identifier: GPL-2.0-only
/** @file The objects that shared values begin with. */
#include "sipcore/config/shared.h"

#include "sipcore/config/model.h"

namespace sipcore::config {

template <class T>
const std::shared_ptr<const T>& usual_value()
{
    static const std::shared_ptr<const T> value = std::make_shared<T>();
    return value;
}

/** Of access lists. */
template const std::shared_ptr<const AccessList>& usual_value();
/** Of TLS. */
template const std::shared_ptr<const Tls>& usual_value();
/** Of DTLS-SRTP. */
template const std::shared_ptr<const Dtls>& usual_value();
/** Of call completion. */
template const std::shared_ptr<const CallCompletion>& usual_value();

}  // namespace sipcore::config

// SPDX-License-Identifier: GPL-2.0-only
/** @file The table of methods: an immutable list that is replaced when a feature comes or goes. */
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "stack/feature.h"

namespace sipcore::stack {

/** The methods of a stack. */
class MethodTable final : public Methods {
public:
    /** One method. */
    struct Row {
        std::string name;                         ///< upper case
        Guests guests;                            ///< whether strangers pass
        RequestHandler* handler;                  ///< whose it is
        std::shared_ptr<std::shared_mutex> gate;  ///< held shared while the handler works
    };

    Outcome<std::unique_ptr<MethodClaim>> claim(std::vector<std::string> names, Guests guests,
                                                RequestHandler& handler) override;
    std::vector<std::string> names() const override;
    /** The row of a method, nothing when nobody claimed it. @threads any */
    std::optional<Row> find(std::string_view method) const;
    /** The text of the Allow header. @threads any */
    std::string allow() const;

private:
    class Claim;
    mutable std::mutex mutex_;
    std::shared_ptr<const std::vector<Row>> rows_ = std::make_shared<const std::vector<Row>>();
};

}  // namespace sipcore::stack

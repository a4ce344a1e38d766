// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslConfiguration>

#include <functional>
#include <memory>
#include <optional>

class QObject;

//! What servers a Client believes: those that prove themselves by one of the system's authorities or by one
//! of its own, over TLS 1.2 or later.
class Trust
{
public:
    explicit Trust(const QList<QSslCertificate> &authorities);

    //! Calls \a ready once tls() costs no time, perhaps before this returns; not after \a receiver is gone.
    void prepare(QObject *receiver, std::function<void()> ready);
    QSslConfiguration tls();

private:
    const QList<QSslCertificate> m_authorities; // its own
    std::shared_ptr<QList<QSslCertificate>>
        m_all; // with the system's; Qt needs them read only for others beside
    std::optional<QSslConfiguration> m_tls;
};

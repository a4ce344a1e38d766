// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/trust.h"

#include "base/background.h"

namespace {

// Some hundred files, which take a fifth of a second.
const QList<QSslCertificate> &systemAuthorities()
{
    static const QList<QSslCertificate> all = QSslConfiguration::systemCaCertificates();
    return all;
}

} // namespace

Trust::Trust(const QList<QSslCertificate> &authorities)
    : m_authorities(authorities)
    , m_all(std::make_shared<QList<QSslCertificate>>())
{}

void Trust::prepare(QObject *receiver, std::function<void()> ready)
{
    // The system's alone are found by Qt when they are asked for.
    if (m_authorities.isEmpty() || !m_all->isEmpty())
        return ready();
    inBackground(
        receiver, [own = m_authorities] { return systemAuthorities() + own; },
        [all = m_all, ready = std::move(ready)](const QList<QSslCertificate> &found) {
            *all = found;
            ready();
        });
}

QSslConfiguration Trust::tls()
{
    if (m_tls)
        return *m_tls;
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls->setProtocol(QSsl::TlsV1_2OrLater);
    m_tls->setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_authorities.isEmpty())
        m_tls->setCaCertificates(m_all->isEmpty() ? m_authorities : *m_all);
    return *m_tls;
}

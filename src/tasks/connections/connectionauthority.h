// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QPointer>
#include <QSslCertificate>
#include <QWidget>

#include <memory>
#include <optional>

namespace Ui {
class ConnectionAuthority;
}
class QFileDialog;

//! A certificate authority of the user's own, chosen from a file, for one connection alone.
class ConnectionAuthority : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionAuthority(QWidget *parent = nullptr);
    ~ConnectionAuthority() override;

    //! The authorities in \a file (PEM or DER); an error (File) where there is none that can be trusted now.
    static Result<QList<QSslCertificate>> read(const QByteArray &file);

    void setPem(const QByteArray &pem);
    QByteArray pem() const; //!< empty where none is trusted
    void openFile(const QString &path);

private:
    void choose();
    void take(const Result<QList<QSslCertificate>> &authorities);
    void refresh();

    std::unique_ptr<Ui::ConnectionAuthority> m_form;
    QList<QSslCertificate> m_authorities;
    std::optional<Error> m_error;
    int m_errand = 0; // the file that was chosen last is the one that counts
    QPointer<QFileDialog> m_dialog;
};

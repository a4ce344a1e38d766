// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QDialog>

#include <functional>
#include <memory>

namespace Ui {
class DetailsDialog;
}

//! What a group or a voiceprint is called.
struct Details
{
    QString name;
    QString description;
    bool operator==(const Details &) const = default;
};

//! Asks for name and description. It stays open until its owner accepts it, so that a failure loses nothing
//! of what was typed.
class DetailsDialog : public QDialog
{
    Q_OBJECT
public:
    //! The most Unicode code points that a field may hold; 0: as many as one likes.
    struct Limits
    {
        int name = 0;
        int description = 0;
    };

    DetailsDialog(const Details &details, const Limits &limits, QWidget *parent = nullptr);
    ~DetailsDialog() override;

    //! The words of title and button, asked again after a change of language.
    void setWords(std::function<QString()> title, std::function<QString()> verb);
    //! Sends what was submitted for \a owner: the good answer closes the dialog and goes to \a onAnswer, also
    //! if the user has closed it meanwhile; a failure is shown in the dialog.
    template <class T, std::invocable<const T &> OnAnswer>
    void send(Client *client, const Request<T> &request, QObject *owner, OnAnswer onAnswer)
    {
        if (!client)
            return fail({Error::Kind::Offline});
        Call *call = client->send(
            request, owner, [dialog = QPointer<DetailsDialog>(this), onAnswer](const Result<T> &result) {
                if (result) {
                    if (dialog)
                        dialog->accept();
                    onAnswer(*result);
                } else if (dialog) {
                    dialog->fail(result.error());
                }
            });
        connect(call, &Call::finished, this, &DetailsDialog::goOn); // also without an answer
    }
    //! What was submitted did not work out: says why and lets the user go on.
    void fail(const Error &error);

signals:
    void submitted(const Details &details);

protected:
    void changeEvent(QEvent *event) override;

private:
    Details details() const;
    QString countText(qsizetype count, int limit) const;
    void submit();
    void goOn();
    void refresh();
    void retranslate();

    std::unique_ptr<Ui::DetailsDialog> m_form;
    const Limits m_limits;
    std::function<QString()> m_title;
    std::function<QString()> m_verb;
    bool m_isSending = false;
    bool m_wasTouched = false;
};

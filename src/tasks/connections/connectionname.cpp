// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionname.h"

#include "account/connectionservice.h"
#include "tasks/connections/connectionnote.h"

#include <QLineEdit>

ConnectionName::ConnectionName(QLineEdit *edit, ConnectionNote *note, const Connections &all,
                               const SavedConnection &kept)
    : m_edit(edit)
    , m_note(note)
    , m_all(all)
    , m_kept(kept)
    , m_isChosen(!kept.id.isEmpty() && !connectionservice::isSuggestedName(kept))
{
    m_note->setField(m_edit);
    m_edit->setText(kept.name);
    QObject::connect(m_edit, &QLineEdit::textEdited, m_edit, [this] {
        m_isChosen = m_showsProblem = true;
        refresh();
    });
}

QString ConnectionName::text() const
{
    return m_edit->text().simplified();
}

QString ConnectionName::problem() const
{
    if (text().isEmpty())
        return tr("Enter a name, so that you can tell this connection from the others.");
    if (!connectionservice::isFree(text(), m_all, m_kept.id))
        return tr("Another connection is called so. Enter a name of its own.");
    return {};
}

QWidget *ConnectionName::findProblem()
{
    m_showsProblem = true;
    refresh();
    return problem().isEmpty() ? nullptr : m_edit;
}

void ConnectionName::suggest(const QUrl &base)
{
    if (m_isChosen)
        return;
    const bool isOld = !m_kept.id.isEmpty() && base == m_kept.base;
    m_edit->setText(isOld ? m_kept.name : connectionservice::suggestedName(base, m_all, m_kept.id));
    refresh();
}

void ConnectionName::refresh()
{
    m_note->say(theme::Tone::Problem, m_showsProblem ? problem() : QString());
}

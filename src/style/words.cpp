// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/words.h"

#include "base/plainname.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>

QString plainText(const QString &menuText)
{
    static const QRegularExpression menuOnly(QStringLiteral("\\(&.\\)|&|…"));
    return QString(menuText).remove(menuOnly);
}

QString percentText(double share)
{
    return QLocale().toString(share * 100, 'f', share < 0.1 ? 1 : 0) + QStringLiteral(" %");
}

QString wholeText(double value)
{
    return QLocale().toString(value, 'f', 0);
}

QString wordsOf(const QString &name, int letters)
{
    QString shown = name.size() > letters ? name.first(letters).append(QChar(0x2026)) : name;
    return shown.replace(QLatin1Char('&'), QLatin1String("&&"));
}

void setActionText(QAction *action, const QString &menuText)
{
    const QString plain = plainText(menuText);
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    action->setText(menuText);
    action->setIconText(plain);
    action->setToolTip(
        key.isEmpty()
            ? plain
            : QCoreApplication::translate("ActionText", "%1 (%2)", "a command and its key").arg(plain, key));
}

QString visibleName(const QString &name)
{
    if (plainname::flawOf(name) == plainname::Flaw::None)
        return name;
    const QString seen = plainname::cleaned(name);
    return seen.isEmpty() ? QCoreApplication::translate("VisibleName", "(no visible name)") : seen;
}

namespace {

class ChoiceReader : public QAccessibleWidget
{
public:
    explicit ChoiceReader(QComboBox *box)
        : QAccessibleWidget(box, QAccessible::ComboBox)
        , m_box(box)
    {}

    QString text(QAccessible::Text part) const override
    {
        const QString choice = m_box->currentText();
        if (part == QAccessible::Value)
            return choice;
        const QString text = QAccessibleWidget::text(part);
        if (part != QAccessible::Name || text.isEmpty() || choice.isEmpty())
            return part == QAccessible::Name && text.isEmpty() ? choice : text;
        return QCoreApplication::translate("ChoiceReader", "%1: %2", "a field and what is chosen in it")
            .arg(text, choice);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.expandable = true;
        state.expanded = m_box->view()->isVisible();
        state.collapsed = !state.expanded;
        state.editable = m_box->isEditable();
        return state;
    }

    int childCount() const override { return m_box->isEditable() ? 2 : 1; }
    QAccessibleInterface *child(int index) const override
    {
        if (index == 0)
            return QAccessible::queryAccessibleInterface(m_box->view());
        return index == 1 ? QAccessible::queryAccessibleInterface(m_box->lineEdit()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        if (child->object() == m_box->view())
            return 0;
        return m_box->isEditable() && child->object() == m_box->lineEdit() ? 1 : -1;
    }

    QStringList actionNames() const override { return {showMenuAction(), pressAction()}; }
    void doAction(const QString &action) override
    {
        if (!m_box->isEnabled() || !actionNames().contains(action))
            return;
        if (m_box->view()->isVisible())
            m_box->hidePopup();
        else
            m_box->showPopup();
    }

private:
    QComboBox *m_box;
};

QAccessibleInterface *makeReader(const QString &className, QObject *object)
{
    if (className == QLatin1String("QComboBox"))
        return new ChoiceReader(static_cast<QComboBox *>(object));
    if (className == QLatin1String("QScrollArea"))
        return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::Client);
    return nullptr;
}

} // namespace

void installReaders()
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(makeReader), true);
}

void announce(QWidget *widget, QAccessible::Event what)
{
    QAccessibleEvent event(widget, what);
    QAccessible::updateAccessibility(&event);
}

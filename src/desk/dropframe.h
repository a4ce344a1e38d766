// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class DropOverlay;

//! A place that takes a dropped file, and says what letting go will do while one is held over it. What is no
//! file of this computer is refused in words: nothing is silent.
class DropFrame : public QWidget
{
    Q_OBJECT
public:
    explicit DropFrame(QWidget *parent = nullptr);
    //! What letting go does; asked for whenever something is held over the place.
    void setPromise(std::function<QString()> promise) { m_promise = std::move(promise); }
    //! Several files at once are taken too.
    void setTakesMany(bool many) { m_takesMany = many; }

signals:
    void dropped(const QStringList &paths); //!< one, unless several are taken
    void refused(const QString &sentence);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *) override { setOver(false); }
    void dropEvent(QDropEvent *event) override;

private:
    void setOver(bool over);

    DropOverlay *m_overlay;
    std::function<QString()> m_promise;
    bool m_takesMany = false;
};

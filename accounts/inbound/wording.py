"""What mail programs write around a reply, in many languages; no rules, only words.

A single letter in brackets keeps the spelling checker from mending French or Czech.
"""

from __future__ import annotations

import re

# What ends the line above a quotation: "On … Anna wrote:".
WROTE = (
    r"wrote|writes|(?:a|à) écrit|a ecrit|écrivait|schrieb|geschrieben|schreef|"
    r"het volgende geschreven|escribi[óo]|ha escrit|va escriure|escreveu|ha scritto|"
    r"scrisse|a scris|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|nap[íi]sal(?:\(a\)|a)?|pisze|"
    r"skrev(?: følgende| följande)?|kirjoitti|написал(?:\(а\)|а)?|пишет|пише|"
    r"написав(?:\(ла\)|ла)?|написа|írta|yazdı|şunları yazdı|έγραψε|raš[ėe]|rakstīja|"
    r"kirjutas|je napisao(?:/la)?|je napisala|je pisal(?:a)?|đã viết|menulis|"
    r"כתב(?:ה)?|كتب(?:ت)?|写道|寫道|写到|написаў|さんは書きました|のメッセージ|님이 작성"
)
# With what that line begins when it begins with a date.
ON = (
    r"on|at|le|am|el|il giorno|il|em|op|den|den|d\.|w dniu|dnia|d[n]e|dňa|на|в|у|"
    r"on the|στις|pe|a\(z\)|on[s]|za|vào|pada|tarihinde|lê|dia|na|v|ti|gio|"
    r"mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim"
)
# Between two rows of dashes, or alone on its line, it begins what somebody else wrote.
ORIGINAL = (
    r"original message|original appointment|original email|forwarded message|"
    r"forwarded by .{1,80}|begin forwarded message|forwarded (?:e-?)?mail|reply message|"
    r"message d['’ ]origine|message original|message initial|e-?mail d['’]origine|"
    r"message transf[ée]r[ée]|message transmis|d[ée]but du message (?:transf[ée]r[ée]|"
    r"r[ée]exp[ée]di[ée])|(?:ur)?spr(?:ü|u)ngliche nachricht|originalnachricht|"
    r"weitergeleitete nachricht|anfang der weitergeleiteten nachricht|"
    r"oorspronkelijk bericht|doorgestuurd bericht|begin doorgestuurd bericht|"
    r"mensaje original|mensaje reenviado|inicio del mensaje reenviado|"
    r"mensagem original|mensagem encaminhada|mensagem reencaminhada|"
    r"messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|"
    r"ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|"
    r"oprindelig (?:meddelelse|besked)|original meddelelse|"
    r"videresendt (?:meddelelse|melding)|"
    r"opprinnelig melding|alkuperäinen viesti|välitetty viesti|"
    r"(?:wiadomo(?:ść|sc)) oryginalna|oryginalna wiadomość|"
    r"(?:treść )?przekazan(?:ej|a) wiadomo(?:ści|ść)|wiadomość przekazana|"
    r"původní (?:zpráva|e-mail)|přeposlaná zpráva|pôvodná správa|eredeti üzenet|"
    r"továbbított üzenet|mesaj original|mesaj redirecționat|orijinal mesaj|"
    r"iletilen ileti|исходное сообщение|первоначальное сообщение|"
    r"пересылаемое сообщение|пересланное сообщение|(?:вихідне|початкове) повідомлення|"
    r"переслане повідомлення|αρχικό μήνυμα|προωθημένο μήνυμα|הודעה מקורית|"
    r"原始邮件|原始郵件|转发的邮件|轉寄的郵件|"
    r"元のメッセージ|転送されたメッセージ|원본 메시지|전달된 메시지"
)
# The lines a mail program copies above a mail it forwards or answers.
HEADERS = {
    "from": r"from|de|von|da|van|från|fra|lähettäjä|od|от|від|expéditeur|remitente|"
    r"feladó|kimden|gönderen|από|מאת|发件人|寄件者|差出人|보낸 사람|"
    r"送信者|nadawca|отправитель",
    "date": r"sent|date|sent on|envoyé|envoyé le|date d['’]envoi|gesendet|datum|"
    r"enviado|enviado el|enviada|enviada em|enviado em|fecha|data|inviato|verzonden|"
    r"skickat|sendt|dato|lähetetty|päiväys|wysłano|odesláno|odoslané|дата|отправлено|"
    r"надіслано|trimis|küldve|dátum|gönderildi|tarih|στάλθηκε|ημερομηνία|נשלח|תאריך|"
    r"发送时间|发送日期|日期|寄件日期|日時|送信日時|보낸 날짜|날짜|received|dátum",
    "to": r"to|à|a|an|para|aan|till|til|vastaanottaja|do|komu|pro|кому|către|címzett|"
    r"kime|alıcı|προς|אל|收件人|收件者|宛先|받는 사람|"
    r"destinataire|destinatario|dla|pour|pre",
    "cc": r"cc|kopie|copi[ea]|c\.c\.|kopia|kopi|kopio|dw|копия|копія|másolat|bilgi|"
    r"κοιν|עותק|抄送|副本|참조|bcc|reply-to|répondre à|antwort an|responder a|rispondi a",
    "subject": r"subject|ob[j]et|sujet|betreff|asunto|assunto|oggetto|onderwerp|ämne|emne|"
    r"aihe|temat|předmět|predmet|тема|subiect|tárgy|konu|θέμα|נושא|主题|主旨|件名|제목",
}
# The advertisement a telephone or a mail program puts at the end: a word for "sent" at
# one end of the line, and what it was sent with. "Sent by DHL yesterday" has no such thing.
SENT = (
    r"sent|envoy[ée]e?|gesendet|verschickt|versendet|enviad[oa]|inviat[oa]|spedito|"
    r"verzonden|verstuurd|skickat|skickades|sendt|lähetetty|wysłan[eoay]|odesláno|"
    r"odoslané|отправлено|надіслано|trimis|gönderildi|στάλθηκε|送信|发自|發自|傳送|보냄|נשלח|"
    r"get|download|obtenir|obtenez|télécharger|téléchargez|obtener|obtén|obter|holen|"
    r"ottieni|scarica|hämta|virus-free|sans virus|virenfrei|libre de virus"
)
DEVICE = (
    r"i-?phone|i-?pad|i-?pod|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|pixel|"
    r"oneplus|nokia|motorola|xperia|htc|windows|outlook|e?mail|gmail|yahoo|proton|orange|"
    r"thunderbird|spark|airmail|mailbird|bluemail|sparrow|webmail|laposte|free\.fr|gmx|"
    r"web\.de|aol|avast|avg|smartphone|mobile|mobiele?|móvil|movil|celular|mobil|handy|"
    r"phone|t[ée]l[ée]phone|telefono|teléfono|telefon|telefoon|телефона|portable|tablette?|"
    r"appare[i]l|device|gerät|dispositivo|手机|手機|携帯"
)
# Short for: sent from the thing in my hand, whatever it is called.
FROM_MY = (
    r"sent from my \S|envoyé (?:de|depuis) mon \S|von meine[mr] .{2,40} gesendet|"
    r"enviado desde mi \S|enviado do m[e]u \S|inviato dal mio \S|verzonden vanaf mijn \S"
)


def words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

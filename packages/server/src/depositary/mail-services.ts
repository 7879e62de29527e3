/** Mail services where anybody can have a mailbox: their domain says nothing about who signed. From their own pages, 2026. */
const SERVICES: ReadonlySet<string> = new Set(
  `aol.com aim.com gmail.com googlemail.com icloud.com me.com mac.com msn.com passport.com rocketmail.com
  proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.com tuta.io keemail.me
  fastmail.com fastmail.fm hey.com hushmail.com mailfence.com mailbox.org posteo.de posteo.net posteo.org startmail.com
  runbox.com disroot.org riseup.net autistici.org zoho.com zohomail.com zohomail.eu mail.com email.com usa.com post.com
  duck.com simplelogin.com mozmail.com kolabnow.com countermail.com ctemplar.com systemli.org
  web.de t-online.de freenet.de arcor.de online.de vodafonemail.de email.de magenta.de aon.at chello.at bluewin.ch
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr aliceadsl.fr
  btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com blueyonder.co.uk talktalk.net tiscali.co.uk eircom.net
  libero.it virgilio.it alice.it tin.it tiscali.it tim.it fastwebnet.it inwind.it iol.it
  telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl home.nl casema.nl hetnet.nl
  telefonica.net terra.es ono.com movistar.es sapo.pt clix.pt telia.com bredband.net spray.se online.no
  wp.pl o2.pl onet.pl onet.eu interia.pl interia.eu op.pl gazeta.pl tlen.pl poczta.onet.pl seznam.cz email.cz centrum.cz
  post.cz volny.cz azet.sk centrum.sk zoznam.sk freemail.hu citromail.hu t-online.hu abv.bg mail.bg dir.bg inbox.lv
  inbox.lt mail.ee ukr.net i.ua meta.ua bigmir.net mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru ya.ru
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com
  netzero.net frontier.com rogers.com shaw.ca sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au
  iinet.net.au xtra.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com rediffmail.com sify.com indiatimes.com
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com tom.com
  naver.com daum.net hanmail.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp nifty.com biglobe.ne.jp
  walla.co.il walla.com 012.net.il bezeqint.net mynet.com webmail.co.za mweb.co.za`.split(/\s+/),
);

/** Services that have one domain in each country: `yahoo.fr`, `hotmail.co.uk`, `gmx.net`. */
const FAMILY = /^(?:yahoo|ymail|hotmail|outlook|live|gmx|yandex)\.(?:com|net|org|(?:co\.|com\.)?[a-z]{2})$/;

/** Whether anybody can have a mailbox there, also below it. @param domain lower-case ASCII */
export function isMailService(domain: string): boolean {
  const labels = domain.split(".");
  return labels.some((_, at) => {
    const name = labels.slice(at).join(".");
    return SERVICES.has(name) || FAMILY.test(name);
  });
}

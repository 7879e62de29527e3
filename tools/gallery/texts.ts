/** Invented words for looking at pages: the same blocks in each language. */
export const texts: Readonly<Record<string, string>> = {
  en: `# A bench within five minutes of every door

We are libraries, river wardens, schools and neighbours. We live in towns where it has become hard to sit down without buying something.

## What we have seen

In the last ten years *one public seat in three* has gone from our streets. Some broke and were not mended; some were taken up when a pavement was made narrower, and nobody wrote down where they had stood.

Those who walk slowly stay at home. Those who have nobody at home have nowhere to meet. A town in which nobody can rest is a town in which nobody stays.

> A bench is the smallest public building there is.

The [survey of seats](https://seats.example.org/survey) counted every one of them, in rain and in sun.

## What we ask

1. That by the spring of 2028 no door in our towns be more than five minutes on foot from a seat with a back.
2. That every seat which is taken up be put back, within a year and within sight of where it stood.
3. That the list of seats be public, with the day on which each was last looked at.

We for our part will do this:

- lend our walls, our yards and our shade;
- look after the seats in front of our own doors;
- count them again every year, and say what we found.

We ask for nothing grand. We ask for **somewhere to sit**.
`,
  ar: `# مقعد على بعد خمس دقائق من كل باب

نحن مكتبات وحرّاس أنهار ومدارس وجيران. نعيش في مدن صار من الصعب فيها أن يجلس المرء من غير أن يشتري شيئًا.

## ما رأيناه

في السنوات العشر الأخيرة اختفى من شوارعنا *مقعد عام من كل ثلاثة*. بعضها انكسر ولم يُصلَح، وبعضها رُفع حين ضُيّق الرصيف، ولم يكتب أحد أين كان.

من يمشي ببطء يبقى في بيته، ومن ليس له أحد في بيته لا يجد مكانًا يلتقي فيه بالناس. المدينة التي لا يستطيع أحد أن يستريح فيها مدينة لا يبقى فيها أحد.

> المقعد أصغر بناء عام في الدنيا.

وقد أحصى [مسح المقاعد](https://seats.example.org/survey) كل واحد منها، في المطر وفي الشمس.

## ما نطلبه

1. ألّا يبعد أي باب في مدننا، قبل ربيع 2028، أكثر من خمس دقائق سيرًا عن مقعد له ظهر.
2. أن يعاد كل مقعد يُرفع، خلال سنة، على مرأى من مكانه الأول.
3. أن تكون قائمة المقاعد علنية، مع اليوم الذي فُحص فيه كل مقعد آخر مرة.

ونحن من جهتنا سنفعل ما يلي:

- نعير جدراننا وأفنيتنا وظلّنا؛
- نعتني بالمقاعد التي أمام أبوابنا؛
- نعدّها من جديد كل سنة ونقول ما وجدنا.

لا نطلب شيئًا عظيمًا. نطلب **مكانًا نجلس فيه**.
`,
  "sr-Cyrl": `# Клупа на пет минута од сваких врата

Ми смо библиотеке, чувари река, школе и комшије. Живимо у градовима у којима је постало тешко сести а да се нешто не купи.

## Шта смо видели

За последњих десет година са наших улица нестало је *свако треће јавно седиште*. Нека су се поломила и нису поправљена; нека су уклоњена кад је тротоар сужен, а нико није записао где су стајала.

Ко хода споро, остаје код куће. Ко код куће нема никога, нема где да се сретне. Град у коме нико не може да се одмори јесте град у коме нико не остаје.

> Клупа је најмања јавна грађевина која постоји.

[Попис седишта](https://seats.example.org/survey) пребројао је свако од њих, по киши и по сунцу.

## Шта тражимо

1. Да до пролећа 2028. ниједна врата у нашим градовима не буду даље од пет минута хода од седишта с наслоном.
2. Да се свако седиште које се уклони врати у року од годину дана, на домак места на коме је стајало.
3. Да списак седишта буде јаван, с даном када је свако последњи пут прегледано.

Ми ћемо са своје стране учинити ово:

- позајмићемо своје зидове, дворишта и хлад;
- бринућемо о седиштима пред сопственим вратима;
- сваке године ћемо их поново пребројати и рећи шта смо нашли.

Не тражимо ништа велико. Тражимо **место где се може сести**.
`,
  "zh-Hans": `# 出门五分钟，有处可坐

我们是图书馆、护河人、学校和邻里。在我们住的城镇里，不买东西就坐下来，已经成了难事。

## 我们看到的

近十年来，街上的公共座椅*三张里少了一张*。有的坏了没有人修，有的在人行道变窄时被拆走，没有人记下它们原来在哪里。

走得慢的人留在家里，家里没有人的人无处与人相见。一座谁也不能歇脚的城镇，就是一座谁也不会停留的城镇。

> 长椅是世上最小的公共建筑。

[座椅普查](https://seats.example.org/survey)在雨里和太阳下数过其中的每一张。

## 我们的请求

1. 到2028年春天，城里每一扇门步行五分钟之内，都有一张带靠背的座椅。
2. 凡被拆走的座椅，一年之内放回原处看得见的地方。
3. 座椅的名单应当公开，并写明每一张最近一次查看的日子。

我们自己会这样做：

- 借出我们的墙、院子和树荫；
- 照看自家门前的座椅；
- 每年再数一遍，并说出数到了什么。

我们要的并不多。我们只要**一个可以坐下的地方**。
`,
};

"""The stemmer brings the forms of a word together and keeps different words apart."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tajuk.common.stemming import LONGEST, stem

# Families of words as business copy uses them: one a line.
FAMILIES = """
turun menurun menurunkan diturunkan penurunan turunnya
naik menaikkan dinaikkan kenaikan naiknya
jual menjual dijual terjual penjual penjualan
beli membeli dibeli pembeli pembelian
uang keuangan
usaha perusahaan pengusaha berusaha
tumbuh bertumbuh pertumbuhan menumbuhkan ditumbuhkan
kuat menguat penguatan menguatkan
lemah melemah pelemahan melemahkan dilemahkan
dagang perdagangan pedagang berdagang
bank perbankan
ekspor mengekspor diekspor
impor mengimpor diimpor
produksi memproduksi diproduksi
bangun membangun dibangun pembangunan bangunan
bayar membayar dibayar pembayaran bayarkan
pinjam meminjam dipinjam pinjaman peminjam
pajak perpajakan
pasar memasarkan dipasarkan pemasaran pasarnya
tambang menambang penambang pertambangan tambangnya
salur menyalurkan disalurkan penyaluran
kata mengatakan dikatakan katanya
nyata menyatakan dinyatakan pernyataan
nilai menilai dinilai penilaian senilai
milik memiliki dimiliki kepemilikan
kirim mengirim dikirim pengiriman kirimkan
kurang mengurangi dikurangi pengurangan
kumpul mengumpulkan dikumpulkan pengumpulan
kelola mengelola dikelola pengelola pengelolaan
ambil mengambil diambil pengambilan
ubah mengubah diubah perubahan
atur mengatur diatur aturan peraturan pengaturan
uji menguji diuji pengujian
tarik menarik ditarik penarikan
tetap menetapkan ditetapkan penetapan
tahan bertahan mempertahankan menahan
tutup menutup ditutup penutupan
buka membuka dibuka pembukaan
terima menerima diterima penerimaan
lambat melambat perlambatan memperlambat
kerja bekerja pekerja pekerjaan
tani petani pertanian
bijak kebijakan
harga seharga harganya
saham sahamnya
rencana merencanakan direncanakan perencanaan
laku pelaku melakukan dilakukan
capai mencapai dicapai pencapaian
catat mencatat dicatat pencatatan tercatat
dorong mendorong didorong dorongan pendorong
pengaruh berpengaruh dipengaruhi
ajar belajar pelajar
menteri kementerian
beri memberi memberikan diberikan pemberian
masuk memasuki dimasukkan pemasukan
tanam menanam ditanam penanaman
simpan menyimpan disimpan simpanan penyimpanan
guna menggunakan digunakan penggunaan
sewa menyewa disewa penyewa
gerak bergerak pergerakan menggerakkan
""".strip().splitlines()
APART = (
    "kawal awal|pasar kasar|turun tahun|beli belia|saham paham|harga hari|bunga bangun|emas lemas|rupiah rupa"
)


def pairs() -> list[tuple[str, str]]:
    return [pair for family in FAMILIES for pair in combinations(family.split(), 2)]


def test_forms_of_a_word_meet():
    met = sum(stem(a, "id") == stem(b, "id") for a, b in pairs())
    missed = [f"{a}/{b}" for a, b in pairs() if stem(a, "id") != stem(b, "id")]
    print(f"{met} of {len(pairs())} pairs meet; missed: {missed}")
    assert met / len(pairs()) >= 0.97


def test_families_keep_apart():
    heads = [family.split()[0] for family in FAMILIES]
    assert len({stem(word, "id") for word in heads}) == len(heads)
    for pair in APART.split("|"):
        first, second = pair.split()
        assert stem(first, "id") != stem(second, "id"), pair


def test_english_plurals_meet():
    for one, many in (("rate", "rates"), ("company", "companies"), ("bank", "banks"), ("index", "index")):
        assert stem(one, "en") == stem(many, "en")
    assert stem("loss", "en") == "loss"


@given(st.text(max_size=80), st.sampled_from(["id", "en"]))
def test_any_word_has_a_short_stem(word, language):
    assert len(stem(word, language)) <= LONGEST
    assert bool(stem(word, language)) == bool(word)

"""The coders: one published architecture, one file, one estimator."""

from skmedcode.coders._attention import AttentionCoder
from skmedcode.coders._attentive_lstm import AttentiveLSTMCoder
from skmedcode.coders._caml import CAMLCoder
from skmedcode.coders._clinical_bert import ClinicalBERTCoder
from skmedcode.coders._cmem_nn import CMemNNCoder
from skmedcode.coders._cnn import CNNCoder
from skmedcode.coders._dcan import DCANCoder
from skmedcode.coders._dlac import DLACCoder
from skmedcode.coders._dr_caml import DRCAMLCoder
from skmedcode.coders._encoder_decoder import EncoderDecoderCoder
from skmedcode.coders._gated_cnn import GatedCNNCoder
from skmedcode.coders._hypercore import HyperCoreCoder
from skmedcode.coders._joint_laat import JointLAATCoder
from skmedcode.coders._laat import LAATCoder
from skmedcode.coders._marn import MARNCoder
from skmedcode.coders._mt_ram import MTRAMCoder
from skmedcode.coders._multi_res_cnn import MultiResCNNCoder
from skmedcode.coders._plm_ca import PLMCACoder
from skmedcode.coders._plm_icd import PLMICDCoder
from skmedcode.coders._rnn import RNNCoder

__all__ = [
    "AttentionCoder",
    "AttentiveLSTMCoder",
    "CAMLCoder",
    "CMemNNCoder",
    "CNNCoder",
    "ClinicalBERTCoder",
    "DCANCoder",
    "DLACCoder",
    "DRCAMLCoder",
    "EncoderDecoderCoder",
    "GatedCNNCoder",
    "HyperCoreCoder",
    "JointLAATCoder",
    "LAATCoder",
    "MARNCoder",
    "MTRAMCoder",
    "MultiResCNNCoder",
    "PLMCACoder",
    "PLMICDCoder",
    "RNNCoder",
]

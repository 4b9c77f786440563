"""Sparse matrices, row by row: what NumPy and SciPy have no one word for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.preprocessing import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_AT_ONCE = 500  # so much of a product of matrices is in memory at a time

Matrix: TypeAlias = sparse.csr_matrix
Numbers: TypeAlias = npt.NDArray[np.int64]


def blocks(size: int) -> Iterator[slice]:
    """Yield the rows of a matrix of ``size`` rows, some at a time."""
    for start in range(0, size, ROWS_AT_ONCE):
        yield slice(start, min(start + ROWS_AT_ONCE, size))


def rows_of(matrix: Matrix) -> Numbers:
    """Return the row of each value that ``matrix`` stores."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def unit(matrix: Matrix) -> Matrix:
    """Return ``matrix`` with rows of length 1, so their products are cosines."""
    if not matrix.nnz:
        return matrix.astype(np.float32)
    return cast("Matrix", normalize(matrix).astype(np.float32))


def without_small(matrix: Matrix, least: float) -> Matrix:
    """Return ``matrix`` itself, values below ``least`` forgotten."""
    matrix.data[matrix.data < least] = 0
    matrix.eliminate_zeros()
    return matrix


def strongest(matrix: Matrix, most: int) -> Matrix:
    """Return ``matrix`` itself with no more than the ``most`` largest values in a row."""
    for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        if end - start > most:
            values = matrix.data[start:end]
            values[np.argpartition(-values, most)[most:]] = 0
    matrix.eliminate_zeros()
    return matrix

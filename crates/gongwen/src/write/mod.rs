//! Ledger to files: 责任分解表 as `.docx` in GB/T 9704 layout and as `.xlsx`.

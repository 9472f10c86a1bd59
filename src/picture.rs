//! Pictures: bytes from outside become pixels, and nothing else of them goes on.
//!
//! PNG, JPEG and WebP are read. What a file says of its size is believed only as far as the limits go, before
//! anything is unpacked; what is kept is never larger than a screen can show.

use image::imageops::thumbnail;
use image::{ImageFormat, ImageReader, Limits, RgbImage, Rgba};

use std::io::Cursor;

use crate::say::{Said, say};

/// No side is longer, in pixels.
const LONGEST: u32 = 16_384;
/// No picture has more pixels.
const PIXELS: u64 = 50_000_000;
/// No more is unpacked, in bytes.
const UNPACKED: u64 = 256 << 20;
/// What is kept is no larger, in pixels a side.
const KEPT: u32 = 512;

/// A picture that fits a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(RgbImage);

impl Picture {
    /// Reads a picture; what shines through is white.
    ///
    /// # Errors
    /// What is said when it is of another format, larger than the limits, or broken.
    pub fn read(bytes: &[u8]) -> Result<Self, Said> {
        let format = image::guess_format(bytes).ok().filter(|format| {
            matches!(
                format,
                ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP
            )
        });
        let Some(format) = format else {
            return Err(say!("the picture is neither PNG, JPEG nor WebP"));
        };
        let reader = || ImageReader::with_format(Cursor::new(bytes), format);
        let broken = |_| say!("the picture is broken");
        let (width, height) = reader().into_dimensions().map_err(broken)?;
        let pixels = u64::from(width) * u64::from(height);
        if width.max(height) > LONGEST || pixels > PIXELS {
            return Err(say!(
                "the picture is too large ({width} × {height} pixels)",
                width,
                height
            ));
        }
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST);
        limits.max_image_height = Some(LONGEST);
        limits.max_alloc = Some(UNPACKED);
        let mut reader = reader();
        reader.limits(limits);
        let whole = reader.decode().map_err(broken)?;
        let (width, height) = fitting((width, height), (KEPT, KEPT));
        let small = thumbnail(&whole.to_rgba8(), width, height);
        Ok(Self(RgbImage::from_fn(width, height, |x, y| {
            image::Rgb(on_white(*small.get_pixel(x, y)))
        })))
    }

    /// Columns and rows of pixels.
    pub fn size(&self) -> (u32, u32) {
        self.0.dimensions()
    }

    /// The same picture as large as these columns and rows of pixels allow.
    #[must_use]
    pub fn fitted(&self, columns: u32, rows: u32) -> Self {
        let (width, height) = fitting(self.size(), (columns, rows));
        Self(thumbnail(&self.0, width, height))
    }

    /// Red, green and blue of a pixel; none outside the picture.
    pub fn pixel(&self, column: u32, row: u32) -> Option<[u8; 3]> {
        self.0.get_pixel_checked(column, row).map(|pixel| pixel.0)
    }
}

fn on_white(Rgba([r, g, b, alpha]): Rgba<u8>) -> [u8; 3] {
    let alpha = u32::from(alpha);
    [r, g, b].map(|part| ((u32::from(part) * alpha + 255 * (255 - alpha)) / 255) as u8)
}

/// The largest size of these proportions that is within another and no larger than it is.
fn fitting((width, height): (u32, u32), (columns, rows): (u32, u32)) -> (u32, u32) {
    let (width, height) = (width.max(1), height.max(1));
    let share = (f64::from(columns) / f64::from(width))
        .min(f64::from(rows) / f64::from(height))
        .min(1.0);
    let part = |side: u32| ((f64::from(side) * share).round() as u32).max(1);
    (part(width), part(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, RgbaImage};

    fn written(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = DynamicImage::ImageRgba8(picture.clone());
        let picture = if format == ImageFormat::Jpeg {
            DynamicImage::ImageRgb8(picture.to_rgb8())
        } else {
            picture
        };
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn the_three_formats_are_read_and_made_as_small_as_is_wanted() {
        let red = RgbaImage::from_pixel(900, 300, Rgba([200, 0, 0, 255]));
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let picture = Picture::read(&written(&red, format)).unwrap();
            assert_eq!(picture.size(), (512, 171), "{format:?}");
            let small = picture.fitted(60, 60);
            assert_eq!(small.size(), (60, 20));
            let [r, g, b] = small.pixel(30, 10).unwrap();
            assert!(r > 190 && g < 10 && b < 10, "{format:?}: {r} {g} {b}");
            assert_eq!(small.pixel(60, 0), None);
        }
        let clear = RgbaImage::from_pixel(2, 2, Rgba([0, 0, 0, 0]));
        let picture = Picture::read(&written(&clear, ImageFormat::Png)).unwrap();
        assert_eq!(
            (picture.size(), picture.pixel(1, 1)),
            ((2, 2), Some([255; 3]))
        );
    }

    #[test]
    fn what_is_too_large_broken_or_something_else_is_a_sentence() {
        let told = |bytes: &[u8]| Picture::read(bytes).unwrap_err().to_string();
        let mut bomb = written(&RgbaImage::new(1, 1), ImageFormat::Png);
        // The header's width and height (RFC 2083, 11.2.2), with the checksum made anew.
        bomb[16..24].copy_from_slice(&[0, 0, 0x3F, 0xFF, 0, 0, 0x3F, 0xFF]);
        let mut crc = flate2::Crc::new();
        crc.update(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        assert_eq!(
            told(&bomb),
            "the picture is too large (16,383 × 16,383 pixels)"
        );
        let whole = written(&RgbaImage::new(40, 40), ImageFormat::Png);
        assert_eq!(told(&whole[..40]), "the picture is broken");
        assert!(told(b"GIF89a").contains("neither PNG, JPEG nor WebP"));
        assert!(told(b"<svg xmlns='http://www.w3.org/2000/svg'/>").contains("neither"));
    }
}

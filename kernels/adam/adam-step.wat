;; One step of Adam over the elements of one variable, four at a time, each operation rounded to f32:
;;   m' = m·beta1 + g·(1 - beta1)      v' = v·beta2 + g²·(1 - beta2)
;;   w' = ((m' / bias1) / (sqrt(v' / bias2) + epsilon)) · -learningRate + w
;; Addresses are bytes in tfjs's memory; `count` elements, of any number.
(module
  (import "tfjs" "memory" (memory 0))
  (func (export "adamStep")
    (param $w i32) (param $m i32) (param $v i32) (param $g i32)
    (param $newW i32) (param $newM i32) (param $newV i32) (param $count i32)
    (param $beta1 f32) (param $rest1 f32) (param $beta2 f32) (param $rest2 f32)
    (param $bias1 f32) (param $bias2 f32) (param $epsilon f32) (param $rate f32)
    (local $i i32) (local $bytes i32) (local $whole i32)
    (local $first v128) (local $second v128) (local $slope v128)
    (local $first1 f32) (local $second1 f32) (local $slope1 f32)

    (local.set $bytes (i32.shl (local.get $count) (i32.const 2)))
    (local.set $whole (i32.and (local.get $bytes) (i32.const -16)))
    (block $fours (loop $next
      (br_if $fours (i32.ge_u (local.get $i) (local.get $whole)))
      (local.set $slope (v128.load (i32.add (local.get $g) (local.get $i))))
      (local.set $first (f32x4.add
        (f32x4.mul (v128.load (i32.add (local.get $m) (local.get $i))) (f32x4.splat (local.get $beta1)))
        (f32x4.mul (local.get $slope) (f32x4.splat (local.get $rest1)))))
      (local.set $second (f32x4.add
        (f32x4.mul (v128.load (i32.add (local.get $v) (local.get $i))) (f32x4.splat (local.get $beta2)))
        (f32x4.mul (f32x4.mul (local.get $slope) (local.get $slope)) (f32x4.splat (local.get $rest2)))))
      (v128.store (i32.add (local.get $newM) (local.get $i)) (local.get $first))
      (v128.store (i32.add (local.get $newV) (local.get $i)) (local.get $second))
      (v128.store (i32.add (local.get $newW) (local.get $i))
        (f32x4.add
          (f32x4.mul
            (f32x4.div
              (f32x4.div (local.get $first) (f32x4.splat (local.get $bias1)))
              (f32x4.add
                (f32x4.sqrt (f32x4.div (local.get $second) (f32x4.splat (local.get $bias2))))
                (f32x4.splat (local.get $epsilon))))
            (f32x4.splat (local.get $rate)))
          (v128.load (i32.add (local.get $w) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br $next)))
    (block $ones (loop $next
      (br_if $ones (i32.ge_u (local.get $i) (local.get $bytes)))
      (local.set $slope1 (f32.load (i32.add (local.get $g) (local.get $i))))
      (local.set $first1 (f32.add
        (f32.mul (f32.load (i32.add (local.get $m) (local.get $i))) (local.get $beta1))
        (f32.mul (local.get $slope1) (local.get $rest1))))
      (local.set $second1 (f32.add
        (f32.mul (f32.load (i32.add (local.get $v) (local.get $i))) (local.get $beta2))
        (f32.mul (f32.mul (local.get $slope1) (local.get $slope1)) (local.get $rest2))))
      (f32.store (i32.add (local.get $newM) (local.get $i)) (local.get $first1))
      (f32.store (i32.add (local.get $newV) (local.get $i)) (local.get $second1))
      (f32.store (i32.add (local.get $newW) (local.get $i))
        (f32.add
          (f32.mul
            (f32.div
              (f32.div (local.get $first1) (local.get $bias1))
              (f32.add (f32.sqrt (f32.div (local.get $second1) (local.get $bias2))) (local.get $epsilon)))
            (local.get $rate))
          (f32.load (i32.add (local.get $w) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br $next)))))

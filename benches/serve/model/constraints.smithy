$version: "2"

namespace bench

apply Id @pattern("^[a-z]+-[0-9]+$")

apply Name @length(min: 1, max: 64)

apply Count @range(min: 0, max: 1000000)

apply Tags @length(max: 16)

apply Records @length(min: 1)

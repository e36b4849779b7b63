# Writes r_survey_small.csv: what R survey says of small.csv, an invented survey of 50 people.
# Run in this folder: Rscript r_survey_small.R. Made with R 4.2.2 and survey 4.1-1.
suppressMessages(library(survey))
d <- read.csv("small.csv")
d$psu <- d$stratum * 10 + d$cluster
d$one <- 1
d$likely <- as.numeric(d$day >= 4)
out <- data.frame()
keep <- function(design, what, value, se, low = NA, high = NA) {
  out <<- rbind(out, data.frame(design, what, value = as.numeric(value), se = as.numeric(se),
                                low = as.numeric(low), high = as.numeric(high)))
}
ends <- function(s, df) { e <- confint(s, df = df); list(e[, 1], e[, 2]) }
all_of <- function(name, s) {
  df <- degf(s)
  m <- svymean(~day, s); e <- ends(m, df); keep(name, "mean day", coef(m), SE(m), e[[1]], e[[2]])
  m <- svymean(~night, s, na.rm = TRUE)
  e <- ends(m, degf(subset(s, !is.na(night)))); keep(name, "mean night", coef(m), SE(m), e[[1]], e[[2]])
  m <- svytotal(~calls, s); e <- ends(m, df); keep(name, "total calls", coef(m), SE(m), e[[1]], e[[2]])
  m <- svytotal(~one, s); keep(name, "people", coef(m), SE(m))
  m <- svyratio(~calls, ~income, s); keep(name, "ratio calls/income", coef(m), SE(m))
  m <- svyby(~day, ~sex, s, svymean)
  for (g in c("f", "m")) keep(name, paste("mean day", g), coef(m)[g], SE(m)[rownames(m) == g])
  # The ratio of totals, so that replicates and linearisation go the same way.
  if (inherits(s, "svyrep.design")) {
    k <- svycontrast(svyby(~day, ~sex, s, svymean, covmat = TRUE), c(1, -1))
  } else {
    t <- svytotal(~I(day * (sex == "f")) + I(1 * (sex == "f")) + I(day * (sex == "m")) + I(1 * (sex == "m")), s)
    names(t) <- c("yf", "nf", "ym", "nm")
    k <- svycontrast(t, quote(yf / nf - ym / nm))
  }
  keep(name, "difference day f-m", coef(k), SE(k))
  m <- svyby(~calls, ~sex + age, s, svytotal)
  for (i in seq_len(nrow(m))) keep(name, paste("total calls", m$sex[i], m$age[i]), coef(m)[i], SE(m)[i])
  b <- subset(s, !is.na(night)); k <- svymean(~I(day - night), b); keep(name, "gap day-night", coef(k), SE(k))
  base <- subset(s, safe != 9)
  # svyciprop of this version fails on a calibrated design of which a part is taken.
  if (is.null(s$postStrata)) for (method in c("logit", "beta")) {
    p <- svyciprop(~I(safe >= 4), base, method = method)
    keep(name, paste("share safe", method), coef(p), SE(p), attr(p, "ci")[1], attr(p, "ci")[2])
  }
}
chi <- function(name, s) {
  t <- svychisq(~sex + age, s, statistic = "F")
  keep(name, "independence sex age", t$statistic, t$p.value, t$parameter[1], t$parameter[2])
}
glms <- function(name, s) {
  g <- svyglm(day ~ income + sex, s)
  for (i in 1:3) keep(name, paste("gaussian", i), coef(g)[i], SE(g)[i])
  # Fitted twice: the errors of glm are those of the weights one step before the last.
  logistic <- function(start) svyglm(likely ~ income + age, s, family = quasibinomial(), start = start,
                                     control = list(epsilon = 1e-14, maxit = 100))
  g <- logistic(coef(logistic(NULL)))
  for (i in 1:4) keep(name, paste("binomial", i), coef(g)[i], SE(g)[i])
}
quantiles <- function(name, s) {
  for (q in c(0.25, 0.5, 0.9)) {
    m <- svyquantile(~income, s, q)$income
    keep(name, paste("quantile income", q), m[1, "quantile"], m[1, "se"], m[1, "ci.2.5"], m[1, "ci.97.5"])
  }
}
strata <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d)
zones <- svydesign(~psu, strata = ~zone, weights = ~weight, data = d)
d$clusters <- ifelse(d$zone == "a", 20, 25)
finite <- svydesign(~psu, strata = ~zone, weights = ~weight, data = d, fpc = ~clusters)
stages <- svydesign(~psu + person, strata = ~stratum, weights = ~weight, data = d,
                    fpc = ~population + members)
plain <- svydesign(~1, weights = ~weight, data = d)
for (n in c("strata", "zones", "finite", "stages", "plain")) { all_of(n, get(n)); quantiles(n, get(n)) }
for (n in c("strata", "zones", "finite", "plain")) { chi(n, get(n)); glms(n, get(n)) }
sex <- data.frame(sex = c("f", "m"), Freq = c(700, 650))
age <- data.frame(age = c("15-29", "30-64", "65+"), Freq = c(400, 600, 350))
post <- postStratify(zones, ~sex, sex)
raked <- rake(zones, list(~sex, ~age), list(sex, age), control = list(maxit = 500, epsilon = 1e-12))
greg <- calibrate(zones, ~sex + income, c(`(Intercept)` = 1350, sexm = 650, income = 45000))
# Parts of a GREG design fail in this version, so that it is asked for the whole only.
whole <- function(name, s) {
  m <- svymean(~day, s); keep(name, "mean day", coef(m), SE(m))
  m <- svytotal(~calls, s); keep(name, "total calls", coef(m), SE(m))
  m <- svyratio(~calls, ~income, s); keep(name, "ratio calls/income", coef(m), SE(m))
}
whole("greg", greg)
for (n in c("post", "raked")) all_of(n, get(n))
jkn <- as.svrepdesign(zones, type = "JKn"); jkf <- as.svrepdesign(finite, type = "JKn")
r <- outer(d$psu, 1:24, function(i, k) ((i * k * 7 + i * i + k) %% 11) / 5)
given <- function(type, ...) svrepdesign(weights = ~weight, repweights = d$weight * r, data = d, type = type,
                                         combined.weights = TRUE, ...)
boot <- given("bootstrap"); brr <- given("BRR"); fay <- given("Fay", rho = 0.3)
sdr <- given("successive-difference"); jk1 <- given("JK1"); jk2 <- given("JK2")
mse <- given("BRR", mse = TRUE)
jpost <- postStratify(jkn, ~sex, sex)
for (n in c("jkn", "jkf", "boot", "brr", "fay", "sdr", "jk1", "jk2", "mse")) all_of(n, get(n))
m <- svymean(~day, jpost); keep("jpost", "mean day", coef(m), SE(m))
m <- svytotal(~calls, jpost); keep("jpost", "total calls", coef(m), SE(m))
lone <- subset(d, !(stratum == 3 & cluster == 2))
for (rule in c("adjust", "certainty", "average")) {
  options(survey.lonely.psu = rule)
  s <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = lone)
  m <- svymean(~day, s); keep(paste0("lonely ", rule), "mean day", coef(m), SE(m))
  m <- svytotal(~calls, s); keep(paste0("lonely ", rule), "total calls", coef(m), SE(m))
}
# The lone cluster is all there is of its stratum, so that only its second stage spreads.
options(survey.lonely.psu = "fail")
lone$population[lone$stratum == 3] <- 1
for (stages in 1:2) {
  s <- svydesign(if (stages == 1) ~cluster else ~cluster + person, strata = ~stratum, weights = ~weight,
                 data = lone, fpc = if (stages == 1) ~population else ~population + members, nest = TRUE)
  m <- svymean(~day, s); keep(paste("lonely certain", stages), "mean day", coef(m), SE(m))
  m <- svytotal(~calls, s); keep(paste("lonely certain", stages), "total calls", coef(m), SE(m))
}
for (n in c("value", "se", "low", "high")) out[[n]] <- trimws(formatC(out[[n]], digits = 15, format = "g"))
write.csv(out, "r_survey_small.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, as.character(packageVersion("survey")), nrow(out), "\n")
